import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ShieldAlert } from "lucide-react";
import { mayRun } from "../../data/may-run.ts";
import type { Workspace } from "../../../contract/shapes/workspace.ts";
import { call } from "../../data/client.ts";
import { Button } from "../../pieces/button.tsx";
import { Failure } from "../../pieces/states.tsx";

const words = {
  walled: {
    title: "This folder is read, not run",
    about:
      "All you see comes from its source. Commands such as `showmigrations` execute the project's own code, so the desk runs none until you trust this folder. Trust covers read-only commands from a fixed list, and ends if another folder takes this one's place.",
    button: "Trust this folder",
  },
  bare: {
    title: "This machine has no sandbox",
    about:
      "Commands execute the project's own code, and nothing here holds it back: it could write files, read your secrets and use the network with all your rights. The desk runs none until you agree to that for this folder. `djdesk doctor` says how to get a sandbox.",
    button: "Trust this folder without a sandbox",
  },
} as const;

/** What trusting a folder means on this machine, and the button. Shown until its commands may run; reading works without. */
export const TrustBanner = ({ workspace }: { readonly workspace: Workspace }) => {
  const client = useQueryClient();
  const isBare = workspace.protection === "none";
  const trust = useMutation({
    mutationFn: () => call("trustWorkspace", { slug: workspace.slug, ...(isBare ? { protection: "none" as const } : {}) }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["workspaces"] }),
  });
  if (mayRun(workspace)) return null;
  const { title, about, button } = words[isBare ? "bare" : "walled"];
  return (
    <section className="trust" aria-label="Trust">
      <ShieldAlert size={20} aria-hidden />
      <div className="trust-text">
        <h2>{title}</h2>
        <p className="soft">{about.split("`").map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))}</p>
        {trust.error === null ? null : <Failure error={trust.error} />}
      </div>
      <Button onClick={() => trust.mutate()} disabled={trust.isPending || !workspace.available}>
        {button}
      </Button>
    </section>
  );
};
