/** A screen that nobody sees, and a session bus with a real notification daemon where the system has one. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";

export interface Screen {
  /** `:99` */
  readonly display: string;
  close(): void;
}

const firstLine = (child: ChildProcess, stream: "stdout" | "stderr" = "stdout"): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = "";
    child[stream]?.on("data", (text: Buffer) => {
      said += text.toString();
      if (said.includes("\n")) resolve(said.split("\n")[0] ?? "");
    });
    child.on("error", reject);
    child.on("exit", () => reject(new Error(`It ended: ${said}`)));
  });

export const openScreen = async (): Promise<Screen> => {
  const server = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  return { display: `:${await firstLine(server)}`, close: () => void server.kill("SIGKILL") };
};

export interface Bus {
  readonly address: string;
  close(): void;
}

export const whyNoNotifications = (): string | null => {
  const missing = ["/usr/bin/dbus-daemon", "/usr/bin/dunst", "/usr/bin/dunstctl"].filter((path) => !existsSync(path));
  return missing.length === 0 ? null : `there is no ${missing.join(", ")}`;
};

/** A bus of its own on which dunst shows notifications on the screen. */
export const openBus = async (screen: Screen): Promise<Bus> => {
  const daemon = spawn("dbus-daemon", ["--session", "--nofork", "--print-address=1"], { stdio: ["ignore", "pipe", "ignore"] });
  const address = await firstLine(daemon);
  const env = { ...process.env, DISPLAY: screen.display, DBUS_SESSION_BUS_ADDRESS: address };
  const dunst = spawn("dunst", [], { env, stdio: "ignore" });
  return {
    address,
    close() {
      dunst.kill("SIGKILL");
      daemon.kill("SIGKILL");
    },
  };
};
