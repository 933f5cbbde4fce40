/**
 * A live channel that comes back by itself: after a break it is opened again, sooner at first and every five seconds
 * later. Where each try leads is asked anew, so that it can name the last number that was seen.
 */
export interface Channel {
  close(): void;
}

export interface ChannelOptions {
  /** Path and query: `/ws/workspaces/shop/`. */
  readonly address: () => string;
  readonly onMessage: (message: unknown) => void;
  /** Told when it is open and when it is not. */
  readonly onState: (open: boolean) => void;
}

const firstPauseMs = 500;
const longestPauseMs = 5_000;
/** The desk's codes for "there is no such workspace (any more)". */
const gone = 4404;

export const openChannel = ({ address, onMessage, onState }: ChannelOptions): Channel => {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = firstPauseMs;
  let closed = false;

  const connect = (): void => {
    const { protocol, host } = location;
    socket = new WebSocket(`${protocol === "https:" ? "wss:" : "ws:"}//${host}${address()}`);
    socket.addEventListener("open", () => {
      pause = firstPauseMs;
      if (!closed) onState(true);
    });
    socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (!closed && typeof data === "string") onMessage(JSON.parse(data));
    });
    socket.addEventListener("close", ({ code }) => {
      if (closed) return;
      onState(false);
      if (code === gone) return;
      timer = setTimeout(connect, pause);
      pause = Math.min(longestPauseMs, pause * 2);
    });
  };
  connect();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
};
