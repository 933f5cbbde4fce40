import { Boxes, CircleHelp, Eye, ShieldCheck } from "lucide-react";
import { AddFolder } from "./add-folder.tsx";
import { SampleButtons } from "./sample-buttons.tsx";

/** The empty desk: one field, what will happen, and what will not. */
export const FirstRun = () => (
  <div className="first">
    <div className="first-inner">
      <p className="first-eyebrow">An empty desk</p>
      <h1 className="first-title">Open a Django project</h1>
      <p className="first-lead">
        Give the folder that holds <code>manage.py</code>. Two seconds later its apps, models, migrations, URLs and settings are on this
        page.
      </p>
      <AddFolder autoFocus />
      <SampleButtons />
      <ul className="first-promises">
        <li>
          <Eye size={18} aria-hidden />
          <span>
            <strong>Read, not run.</strong> The source is parsed; no line of the project is executed and no file is written.
          </span>
        </li>
        <li>
          <Boxes size={18} aria-hidden />
          <span>
            <strong>No set-up.</strong> A cold clone is enough: no virtual environment, no database, nothing to install in it.
          </span>
        </li>
        <li>
          <CircleHelp size={18} aria-hidden />
          <span>
            <strong>Honest.</strong> What cannot be known from source is shown as unknown, with the reason.
          </span>
        </li>
        <li>
          <ShieldCheck size={18} aria-hidden />
          <span>
            <strong>Commands only if you trust it.</strong> Read-only ones, from a fixed list, after you say so per folder.
          </span>
        </li>
      </ul>
    </div>
  </div>
);
