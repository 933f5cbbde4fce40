import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { setUpRuns } from "./a-started-run.ts";

const { start, folder, lastToken } = setUpRuns();

describe("run", () => {
  it("runs manage.py as a developer would and tells lines in order", async () => {
    const { run, texts, told, progress, lines } = start(`
import sys, os
if __name__ == "__main__":
    print(sys.argv, sys.path[0] == os.getcwd(), os.path.basename(__file__))
    print("to stderr", file=sys.stderr)
    print("no newline", end="")
`);
    const outcome = await run.ended;
    expect(outcome).toMatchObject({
      reason: { kind: "exited", exitCode: 0 },
      error: null,
      outputLines: 3,
      redacted: 0,
      changedFiles: [],
      protection: "none",
    });
    expect(texts("stdout")).toEqual(["['manage.py', 'check'] True manage.py", "no newline"]);
    expect(texts("stderr")).toEqual(["to stderr"]);
    expect(lines[0]?.text).toBe("Executing `python manage.py check`");
    expect(lines.at(-1)?.text).toBe("Command finished with exit code 0.");
    expect(told[0]).toBe("spawn");
    expect(progress).toEqual([100]);
    expect(existsSync(join(folder(), "__pycache__"))).toBe(false);
  });

  it("gives an environment built from nothing, a closed stdin and no descriptor", async () => {
    process.env["DJANGO_SETTINGS_MODULE"] = "stray.settings";
    const { run, texts } = start(
      `
import os, sys, json
print(json.dumps(dict(os.environ)))
print(repr(sys.stdin.read()))
print([fd for fd in range(3, 64) if os.path.exists("/proc/self/fd/%d" % fd) and os.path.realpath("/proc/self/fd/%d" % fd).startswith("/proc/") is False])
`,
      { env: { OVEN: "hot", PATH: ":.:bin:/opt/oven/bin", DJDESK_RUN: "forged", HOME: "/root" } },
    );
    await run.ended;
    delete process.env["DJANGO_SETTINGS_MODULE"];
    const [environment = "{}", stdin, descriptors] = texts("stdout");
    const env: Record<string, string> = JSON.parse(environment);
    expect(
      Object.keys(env)
        .filter((name) => !["LC_CTYPE", "PYTHONUSERBASE", "__CF_USER_TEXT_ENCODING"].includes(name))
        .sort(),
    ).toEqual(["DJDESK_RUN", "HOME", "LANG", "OVEN", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONIOENCODING", "PYTHONUNBUFFERED", "TMPDIR"]);
    expect(env["DJDESK_RUN"]).toBe(lastToken());
    expect(env["HOME"]).toMatch(/djdesk-run-/);
    expect(env["PATH"]?.split(":").every((entry) => entry.startsWith("/"))).toBe(true);
    expect(env["PATH"]).toContain("/opt/oven/bin");
    expect(existsSync(env["HOME"] ?? "")).toBe(false);
    expect(stdin).toBe("''");
    expect(descriptors).toBe("[]");
  });

  it("sets the settings module and the python path without argv", async () => {
    const { run, texts, lines } = start(`import os, sys; print(os.environ["DJANGO_SETTINGS_MODULE"], "/opt/ovens" in sys.path)`, {
      settingsModule: "bakery.settings.night",
      pythonPath: ["/opt/ovens"],
    });
    await run.ended;
    expect(texts("stdout")).toEqual(["bakery.settings.night True"]);
    expect(lines[0]?.text).toBe("Executing `python manage.py check`");
  });

  it.each([
    ["import sys; sys.exit(7)", "Seven means stale bread."],
    ["import sys; sys.exit(3)", "Command finished with exit code 3."],
    ["import crumbs", "ModuleNotFoundError: No module named 'crumbs'"],
    ["def (", expect.stringMatching(/^SyntaxError: /)],
    ['raise ValueError("first\\nsecond")', "ValueError: first"],
    ['import sys; sys.exit("CommandError: no such app")', "CommandError: no such app"],
    ["try:\n  1/0\nexcept ZeroDivisionError:\n  {}['loaf']", "KeyError: 'loaf'"],
  ])("names the root cause of %j", async (source, error) => {
    const { run, lines } = start(source);
    const outcome = await run.ended;
    expect(outcome.reason.kind).toBe("exited");
    expect(outcome.error).toEqual(error);
    expect(lines.at(-1)?.text).toMatch(/^Command finished with exit code [1-9]\.$/);
  });

  it("shows a traceback without the launcher's frames", async () => {
    const { run, texts } = start("def bake():\n    raise RuntimeError('burnt')\nbake()\n");
    await run.ended;
    expect(texts("stderr").join("\n")).not.toContain("launcher.py");
    expect(texts("stderr")[1]).toContain(join(folder(), "manage.py"));
  });

  it("says which files a run changed", async () => {
    mkdirSync(join(folder(), "loaves"));
    writeFileSync(join(folder(), "loaves/rye.txt"), "old");
    writeFileSync(join(folder(), "gone.txt"), "");
    const { run } = start(
      "import os\nopen('loaves/rye.txt', 'w').write('new')\nopen('loaves/new.txt', 'w').close()\nos.remove('gone.txt')\nos.chmod('manage.py', 0o600)",
    );
    expect((await run.ended).changedFiles).toEqual(["gone.txt", "loaves/new.txt", "loaves/rye.txt", "manage.py"]);
  });

  it("says that a run changed a database outside of the project", async () => {
    const elsewhere = join(folder(), "..", `${basename(folder())}-elsewhere.sqlite3`);
    writeFileSync(elsewhere, "as it was");
    const { run } = start(`open(${JSON.stringify(elsewhere)}, "a").write("more")`, { databaseFiles: [elsewhere, `${elsewhere}-wal`] });
    const { changedFiles } = await run.ended;
    rmSync(elsewhere);
    expect(changedFiles).toEqual([join("..", basename(elsewhere))]);
  });

  it.each([
    ["manage.py is gone", { workspacePath: "EMPTY" }, /^manage\.py is gone: /],
    ["the folder is gone", { workspacePath: "/nowhere/bakery" }, /^The workspace's folder is gone: \/nowhere\/bakery/],
    ["the folder is a file", { workspacePath: "FILE" }, /is no folder: /],
    ["the interpreter is gone", { interpreter: "/nowhere/python" }, /^The interpreter is gone: \/nowhere\/python\. Make a/],
    ["the interpreter is relative", { interpreter: "python3" }, /is not an absolute path/],
    ["the interpreter is a folder", { interpreter: "/usr" }, /is no file/],
    ["there are no settings", { entry: "settings" as const }, /no settings module was given/],
  ])("spawns nothing when %s", async (_, changes, message) => {
    mkdirSync(join(folder(), "empty"));
    writeFileSync(join(folder(), "file"), "");
    const place =
      "workspacePath" in changes
        ? changes.workspacePath.replace("EMPTY", join(folder(), "empty")).replace("FILE", join(folder(), "file"))
        : folder();
    const { run, told, lines } = start("print('never')", { ...changes, workspacePath: place });
    const outcome = await run.ended;
    expect(outcome).toMatchObject({
      reason: { kind: "invalid" },
      error: expect.stringMatching(message),
      changedFiles: null,
      outputLines: 0,
    });
    expect(told).not.toContain("spawn");
    expect(lines.map((line) => line.text)).toEqual(["Executing `python manage.py check`", outcome.error]);
  });

  it("O10 says why an interpreter could not be started", async () => {
    writeFileSync(join(folder(), "python"), "#!/nowhere/python\n", { mode: 0o755 });
    const { run } = start("", { interpreter: join(folder(), "python") });
    const outcome = await run.ended;
    expect(outcome).toMatchObject({ reason: { kind: "not-started" }, error: expect.stringMatching(/^The command could not be started: /) });
  });
});
