/** How electron-builder makes the packages: what goes in, what each system is told, which of Electron's powers are off. */
import { join } from "node:path";

/** Fuses are bits in Electron's binary: what is off there no switch and no variable can turn on. */
const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
} as const;

/** Later than the Electron of the tests: a fuse that its binary does not have. */
const sinceElectron29 = "grantFileProtocolExtraPrivileges";

export interface PackageOptions {
  readonly root: string;
  readonly out: string;
  /** Path of the Node 24 of this system. */
  readonly node: string;
  readonly electronVersion: string;
  /** Folder of an unpacked Electron; null: electron-builder fetches the version. */
  readonly electronFolder: string | null;
}

export const fusesFor = (electronVersion: string): Readonly<Record<string, boolean>> =>
  Object.fromEntries(Object.entries(fuses).filter(([name]) => name !== sinceElectron29 || Number.parseInt(electronVersion, 10) >= 29));

export const toBuilderConfig = ({ root, out, node, electronVersion, electronFolder }: PackageOptions): object => ({
  appId: "org.djdesk.desktop",
  productName: "DJDesk",
  executableName: "djdesk-desktop",
  electronVersion,
  ...(electronFolder === null ? {} : { electronDist: electronFolder }),
  electronFuses: fusesFor(electronVersion),
  directories: { output: out, buildResources: "packaging" },
  files: ["dist/main.cjs", "dist/preload.cjs", "package.json", "!node_modules"],
  asar: true,
  npmRebuild: false,
  electronLanguages: ["en", "en-US"],
  artifactName: "${productName}-${version}-${os}-${arch}.${ext}",
  extraResources: [
    { from: join(root, "dist"), to: "djdesk/dist" },
    { from: join(root, "samples"), to: "djdesk/samples" },
    { from: join(root, "docs", "guide"), to: "djdesk/docs/guide" },
    { from: join(root, "package.json"), to: "djdesk/package.json" },
    { from: join(root, "LICENSE"), to: "djdesk/LICENSE" },
    { from: node, to: process.platform === "win32" ? "node/node.exe" : "node/node" },
  ],
  protocols: [{ name: "DJDesk", schemes: ["djdesk"], role: "Viewer" }],
  icon: "packaging/icon.png",
  linux: {
    target: ["AppImage", "deb"],
    category: "Development",
    synopsis: "A desk for local Django projects",
    maintainer: "The DJDesk authors <djdesk@djdesk.invalid>",
    mimeTypes: ["inode/directory"],
  },
  mac: {
    target: ["dmg", "zip"],
    category: "public.app-category.developer-tools",
    hardenedRuntime: true,
    extendInfo: {
      CFBundleDocumentTypes: [
        { CFBundleTypeName: "Folder", CFBundleTypeRole: "Viewer", LSHandlerRank: "Alternate", LSItemContentTypes: ["public.folder"] },
      ],
    },
  },
  win: { target: ["nsis"] },
  nsis: { oneClick: false, perMachine: false, include: "packaging/folders.nsh" },
  publish: null,
});
