import { existsSync } from "node:fs";
import type { Command } from "commander";
import { Refusal } from "../../contract/errors.ts";
import type { Door } from "../door.ts";
import { toPort } from "../option-values.ts";
import { addSettingsOptions, toldBy, type SettingsOptions } from "../settings-options.ts";

interface ServeOptions extends SettingsOptions {
  readonly port?: number;
  readonly host: string;
  readonly data?: string;
  readonly trust?: true;
  readonly https?: true;
  readonly open: boolean;
  readonly sample?: true;
  readonly untilInputEnds?: true;
}

/** Serves the folders and says where; opens the browser unless nobody is there to look at it. */
const serve = async (paths: readonly string[], options: ServeOptions, door: Door): Promise<void> => {
  const [{ openAndServe, stayOpen }, { describeOpened }] = await Promise.all([
    import("../start-server.ts"),
    import("../output/describe-opened.ts"),
  ]);
  door.terminal.progress("Opening the desk …");
  const opened = await openAndServe(
    {
      paths,
      told: toldBy(options),
      sample: options.sample === true,
      host: options.host,
      port: options.port,
      data: options.data,
      trust: options.trust === true,
      https: options.https === true,
    },
    door,
  );
  door.terminal.progress("");
  await door.terminal.out(await describeOpened(opened, door.terminal.paint));
  if (options.open && !door.settings.unattended) await openInBrowser(opened.server.addressOf(pageOf(opened.slugs)), door);
  await stayOpen(opened, door, options.untilInputEnds === true);
};

const pageOf = (slugs: readonly string[]): string => (slugs[0] === undefined ? "/" : `/w/${slugs[0]}`);

const openInBrowser = async (address: string, { terminal }: Door): Promise<void> => {
  const { default: open } = await import("open");
  try {
    const browser = await open(address);
    browser.on("error", () => terminal.note(`No browser could be opened; the address is ${address}`));
  } catch {
    terminal.note(`No browser could be opened; the address is ${address}`);
  }
};

/** `djdesk scna` is more likely a mistyped command than a folder of that name. */
const checkIsNoTypo = (path: string | undefined, commands: readonly string[]): void => {
  if (path === undefined || !/^[a-z]+$/.test(path) || existsSync(path)) return;
  throw new Refusal("invalid-usage", `There is no folder and no command ${path}.`, { hint: `Commands: ${commands.join(", ")}.` });
};

/** When a desk is already running on the same data, its page is opened instead of a second server. */
const openDeskPage = async (path: string | undefined, options: ServeOptions, door: Door): Promise<void> => {
  const [{ findServer }, { dataFolderOf, visitDesk }, { workspaceOf }] = await Promise.all([
    import("../../operations/access/find-server.ts"),
    import("../visit-desk.ts"),
    import("../workspace-of.ts"),
  ]);
  const running = options.port === undefined ? await findServer(dataFolderOf(door, options.data)) : null;
  if (running === null) return await serve(path === undefined ? [] : [path], options, door);
  const slugs = await visitDesk(door, options.data, async (desk) => {
    if (path === undefined) return [];
    const slug = await workspaceOf(desk, path, toldBy(options));
    if (options.trust === true) await (await import("../trust-by-name.ts")).trustByName(desk, slug);
    return [slug];
  });
  const page = pageOf(slugs);
  await door.terminal.out(`DJDesk is already running: ${running.addressOf(page)}`);
  if (options.open && !door.settings.unattended) await openInBrowser(running.addressOf(page), door);
};

const addServerOptions = (command: Command): Command =>
  addSettingsOptions(command)
    .option("--port <number>", "port to listen on (default: 8765, or the next free one)", toPort)
    .option("--host <address>", "address to listen on; beyond this machine only with --https, and then with a token", "127.0.0.1")
    .option("--data <folder>", "folder of DJDesk's own data")
    .option("--trust", "trust the given folders: their code may run, without a sandbox where this machine has none")
    .option("--https", "serve over HTTPS with a certificate of this machine's own")
    .option("--no-open", "open no browser");

const openExamples = `
Examples:
  djdesk                    open the desk
  djdesk ~/shop             open a project; nothing of it runs until you trust it
  djdesk open --sample      open the bundled observatory
  djdesk ~/shop --settings shop.settings --pythonpath ~/shop/src
                            open a project that has no manage.py`;

const serveExamples = `
Examples:
  djdesk serve ~/shop ~/blog --port 8000 --no-open
  djdesk serve --https --trust ~/shop`;

export const addServeCommands = (program: Command, door: Door): void => {
  addServerOptions(
    program
      .command("open [path]", { isDefault: true })
      .summary("open the desk on a project, in the browser")
      .description("Opens the desk, on a project when one is given. A desk that is already running is used."),
  )
    .option("--sample", "open the bundled sample project when no path is given")
    .addHelpText("after", openExamples)
    .action((path: string | undefined, options: ServeOptions) => {
      checkIsNoTypo(
        path,
        program
          .createHelp()
          .visibleCommands(program)
          .map((command) => command.name()),
      );
      return openDeskPage(path, options, door);
    });
  addServerOptions(
    program
      .command("serve [paths...]")
      .summary("serve the page and the REST API")
      .description("Serves the page and the REST API for all workspaces, after registering the given folders."),
  )
    .option("--until-input-ends", "end when standard input ends, as it does when the program that started this one dies")
    .addHelpText("after", serveExamples)
    .action((paths: readonly string[], options: ServeOptions) => serve(paths, options, door));
};
