/**
 * The CSRF token among the cookies: the desk's own `csrftoken_<port>` before `csrftoken`, which a Django server on the
 * same host may have set (cookies are not kept apart by port). Empty when there is none yet.
 */
export const csrfToken = (cookies: string, port: string): string => {
  const values = new Map(
    cookies.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
  return values.get(`csrftoken_${port}`) ?? values.get("csrftoken") ?? "";
};
