/**
 * The closed list of refusals: what DJDesk cannot do, as opposed to insights (facts about the project) and bugs.
 * One table maps each code to its HTTP status, the CLI's exit code and what the user can do next.
 */
interface Treatment {
  readonly httpStatus: number;
  readonly exitCode: number;
  /** What to do next, where it does not depend on the case. */
  readonly hint: string;
}

const refused = (httpStatus: number, hint: string): Treatment => ({ httpStatus, exitCode: 2, hint });

export const treatments = {
  "invalid-input": refused(400, "Correct the named fields and send the request again."),
  "unknown-preset": refused(400, "GET /api/presets/ lists the presets."),
  "bad-request": refused(400, "Send the request as the REST page describes it."),
  "csrf-failed": refused(403, "Take the csrftoken cookie from any page (curl -c jar …) and send it back with the header X-CSRFToken."),
  "foreign-origin": refused(403, "Only DJDesk's own page and local tools may talk to this server."),
  "foreign-host": refused(403, "Open the address that DJDesk printed when it started."),
  "foreign-peer": refused(403, "Only the user who started this server may use it."),
  "not-authenticated": refused(
    401,
    "Open the launch link that the terminal shows, or send the token of the file `access-token` in the data folder: Authorization: Bearer …",
  ),
  "workspace-not-trusted": refused(
    403,
    "Trust the folder first: the Trust button on its page, `djdesk trust PATH`, `--trust`, or POST /api/workspaces/<slug>/trust/.",
  ),
  "no-sandbox": refused(
    403,
    "Agree to run it without one: the button on its page, `djdesk trust PATH`, `--trust`, or POST /api/workspaces/<slug>/trust/ with protection=none. Better: get a sandbox; `djdesk doctor` says how.",
  ),
  "not-found": refused(404, "GET /api/openapi.json lists the addresses."),
  "workspace-not-found": refused(404, "GET /api/workspaces/ or `djdesk workspaces` lists the workspaces."),
  "task-run-not-found": refused(404, "GET /api/task-runs/?workspace=<slug> lists the runs."),
  "log-file-not-found": refused(404, "GET /api/workspaces/<slug>/log-files/ lists the log files that the settings name."),
  "fixture-not-found": refused(404, "Export one: POST /api/workspaces/<slug>/fixtures/ or `djdesk slice`."),
  "no-facts-yet": refused(404, "Wait for the first scan to end, or start one: POST /api/workspaces/<slug>/scans/."),
  "method-not-allowed": refused(405, "The Allow header names the methods of this address."),
  "workspace-exists": refused(409, "Open the workspace that is already there."),
  "run-already-ended": refused(409, "The run has ended; start a new one."),
  "body-too-large": refused(413, "Send at most 1 MiB."),
  "unsupported-media-type": refused(415, "Send application/x-www-form-urlencoded, multipart/form-data or application/json."),
  "path-not-found": refused(400, "Give the path of an existing folder."),
  "path-not-a-folder": refused(400, "Give the folder that holds manage.py."),
  "path-not-readable": refused(400, "Give yourself read permission on the folder."),
  "path-protected": refused(400, "Choose the project's own folder."),
  "not-a-django-project": refused(400, "Give the folder that holds manage.py, or name the settings with --settings."),
  "settings-not-found": refused(400, "Name an existing settings module with --settings."),
  "interpreter-missing": refused(
    400,
    "Make a virtual environment in the project (`python3 -m venv .venv && .venv/bin/pip install -r requirements.txt`) or give one with --python PATH.",
  ),
  "port-in-use": refused(503, "Choose another port with --port, or stop the other program."),
  "desk-already-open": refused(503, "Use the DJDesk that is already running, or give another folder with --data."),
  "store-newer": refused(503, "Update DJDesk, or give another folder with --data."),
  "store-corrupt": refused(503, "The file was kept as it is: restore a backup, or move it away to start afresh."),
  "store-unwritable": refused(503, "Give a writable folder with --data."),
  "disk-full": refused(507, "Free some space on the disk; nothing that was acknowledged is lost."),
  "out-of-files": refused(503, "Raise the limit of open files (`ulimit -n 1024`) or close other programs, then try again."),
  "fact-not-found": refused(404, "`djdesk scan --json` prints all facts with their names."),
  "invalid-usage": refused(400, "`djdesk --help` shows the commands."),
} as const satisfies Record<string, Treatment>;

export type RefusalCode = keyof typeof treatments;

/** Messages per form field, as the API shows them. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

interface RefusalOptions {
  /** Overrides the table's hint. */
  readonly hint?: string;
  readonly errors?: FieldErrors;
  readonly cause?: unknown;
}

/** An operation that cannot be done. The message is one sentence for the user: what is wrong, with the name of the thing. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;
  readonly hint: string;
  readonly errors: FieldErrors | undefined;

  constructor(code: RefusalCode, message: string, options: RefusalOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? treatments[code].hint;
    this.errors = options.errors;
  }
}
