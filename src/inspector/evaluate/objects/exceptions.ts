import type { HandledType, Machine, Raised } from "../machine.ts";

/** Python's own exceptions: each with its parent. */
const parents: Readonly<Record<string, string>> = {
  Exception: "BaseException",
  KeyboardInterrupt: "BaseException",
  SystemExit: "BaseException",
  GeneratorExit: "BaseException",
  ArithmeticError: "Exception",
  ZeroDivisionError: "ArithmeticError",
  OverflowError: "ArithmeticError",
  AssertionError: "Exception",
  AttributeError: "Exception",
  EOFError: "Exception",
  ImportError: "Exception",
  ModuleNotFoundError: "ImportError",
  LookupError: "Exception",
  IndexError: "LookupError",
  KeyError: "LookupError",
  NameError: "Exception",
  UnboundLocalError: "NameError",
  OSError: "Exception",
  IOError: "Exception",
  EnvironmentError: "Exception",
  FileNotFoundError: "OSError",
  FileExistsError: "OSError",
  PermissionError: "OSError",
  ConnectionError: "OSError",
  TimeoutError: "OSError",
  RuntimeError: "Exception",
  NotImplementedError: "RuntimeError",
  RecursionError: "RuntimeError",
  StopIteration: "Exception",
  SyntaxError: "Exception",
  TypeError: "Exception",
  ValueError: "Exception",
  UnicodeError: "ValueError",
  UnicodeDecodeError: "UnicodeError",
  UnicodeEncodeError: "UnicodeError",
  Warning: "Exception",
  DeprecationWarning: "Warning",
  PendingDeprecationWarning: "Warning",
  UserWarning: "Warning",
  RuntimeWarning: "Warning",
  FutureWarning: "Warning",
  ImportWarning: "Warning",
};

export const exceptionNames: readonly string[] = ["BaseException", ...Object.keys(parents)];

/** Dotted paths by which a modelled exception's parent is known. */
const outside: Readonly<Record<string, string>> = {
  "django.core.exceptions.ImproperlyConfigured": "Exception",
  "django.core.exceptions.AppRegistryNotReady": "Exception",
  "decouple.UndefinedValueError": "Exception",
  "environ.ImproperlyConfigured": "Exception",
  "importlib.metadata.PackageNotFoundError": "ModuleNotFoundError",
  "pkg_resources.DistributionNotFound": "Exception",
  "json.JSONDecodeError": "ValueError",
  "json.decoder.JSONDecodeError": "ValueError",
  "configparser.NoSectionError": "configparser.Error",
  "configparser.NoOptionError": "configparser.Error",
  "configparser.Error": "Exception",
};

const osErrors = new Set(["OSError", "IOError", "EnvironmentError"]);

const isKind = (type: string, handled: string): boolean => {
  if (osErrors.has(handled) && osErrors.has(type)) return true;
  let current: string | undefined = type;
  while (current !== undefined) {
    if (current === handled) return true;
    if (osErrors.has(current) && osErrors.has(handled)) return true;
    current = parents[current] ?? outside[current];
  }
  return false;
};

/** Would `except handled` catch this exception? Only when surely. */
export const handles = (m: Machine, handled: HandledType, raised: Raised): boolean => {
  if (handled.path === "*" || handled.path === "BaseException") return true;
  if (isKind(raised.type, handled.path)) return true;
  if (raised.class === undefined || raised.class.kind !== "class") return handled.path === "Exception" && !(raised.type in parents);
  return m.mro(raised.class).some((base) => {
    if (base.kind === "class")
      return (
        base === handled.class ||
        `${base.module}.${base.qualname}` === handled.path ||
        isKind(`${base.module}.${base.qualname}`, handled.path)
      );
    return base.kind === "external" && isKind(base.path, handled.path);
  });
};
