import { describe, expect, it } from "vitest";
import { toEditorAddress } from "../../../src/web/pieces/to-editor-address.ts";
import { toExternalAddress } from "./external-links.ts";

describe("a link that leaves the shell", () => {
  it.each([
    "https://docs.djangoproject.com/en/5.2/topics/db/models/",
    "vscode://file/home/ines/shop/models.py:12",
    "cursor://file/home/ines/a%20b/models.py",
    "vscode://file/C:/shop/models.py:3",
    "pycharm://open?file=/home/ines/shop/models.py&line=12",
    "idea://open?file=%2Fhome%2Fines%2Fshop%2Fmodels.py",
    "subl://open?url=file:///home/ines/shop/models.py&line=3",
  ])("%s is handed to the system", (address) => {
    expect(toExternalAddress(address)).toBe(address);
  });
  it.each(["vscode", "cursor", "windsurf", "zed", "pycharm"] as const)("is whatever the page makes of a place for %s", (editor) => {
    const address = toEditorAddress(editor, { root: "/home/ines/shöp & co", file: "shop/models #1?.py", line: 7 });
    expect(toExternalAddress(String(address))).toBe(address);
  });
  it.each([
    "http://docs.djangoproject.com/",
    "https://docs.djangoproject.com.evil.example/",
    "https://docs.djangoproject.com@evil.example/",
    "https://user@docs.djangoproject.com/",
    "https://docs.djangoproject.com:8443/",
    "https://evil.example/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "smb://host/share",
    "ms-msdt:/id",
    "mailto:a@example.com",
    "vscode://vscode.git/clone?url=https://evil.example/",
    "vscode://file//host/share/x.py",
    "vscode://file/home/x.py?windowId=_blank",
    "vscode://evil.extension/run",
    "vscode:/file/home/x.py",
    "vscode://file/%00",
    "pycharm://open?file=//host/share/x.py",
    "pycharm://open?file=%5C%5Chost%5Cshare",
    "pycharm://open?file=/a&project=b",
    "subl://open?url=file:////host/share",
    "subl://open?url=https://evil.example/",
    "constructor://x",
    `https://docs.djangoproject.com/${"a".repeat(9000)}`,
    "",
  ])("%s is not", (address) => {
    expect(toExternalAddress(address)).toBeNull();
  });
});
