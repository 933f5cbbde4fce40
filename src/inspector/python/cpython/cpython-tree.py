"""Prints what CPython's own parser makes of files, in the shape of tree.ts; one JSON line per file (null: rejected).

Only the parser's test runs it. Function bodies are included as `statements`, so that bodies read on demand are compared too.
"""
import ast
import json
import sys

OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in", ast.And: "and", ast.Or: "or",
    ast.Not: "not", ast.USub: "-", ast.UAdd: "+", ast.Invert: "~",
}


def optional(**values):
    return {name: value for name, value in values.items() if value is not None}


def constant(node):
    value, line = node.value, node.lineno
    if value is None or value is True or value is False:
        return {"kind": "constant", "line": line, "value": value}
    if value is ...:
        return {"kind": "ellipsis", "line": line}
    if isinstance(value, str):
        return {"kind": "string", "line": line, "value": value}
    if isinstance(value, bytes):
        return {"kind": "bytes", "line": line, "value": value.decode("latin-1")}
    if isinstance(value, complex) or value in (float("inf"), float("-inf")):
        return {"kind": "unsupported", "line": line}
    if isinstance(value, int) and value >= 2**53:
        try:
            return {"kind": "bigint", "line": line, "value": str(value)}
        except ValueError:
            return {"kind": "bigint", "line": line, "value": "long"}
    return {"kind": "number", "line": line, "value": value, "isFloat": isinstance(value, float)}


def fstring(node):
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            if parts and isinstance(parts[-1], str):
                parts[-1] += part.value
            else:
                parts.append(part.value)
        else:
            spec = None
            if part.format_spec is not None:
                values = part.format_spec.values
                plain = all(isinstance(value, ast.Constant) for value in values)
                spec = "".join(value.value for value in values) if plain else "..."
            conversion = chr(part.conversion) if part.conversion != -1 else None
            parts.append({"value": expression(part.value), **optional(conversion=conversion, format=spec)})
    if all(isinstance(part, str) for part in parts):
        return {"kind": "string", "line": node.lineno, "value": "".join(parts)}
    return {"kind": "fstring", "line": node.lineno, "parts": parts}


def binary(line, op, left, right):
    return {"kind": "binary", "line": line, "op": op, "left": left, "right": right}


def compare(operands, ops):
    first = binary(operands[0].lineno, OPERATORS[type(ops[0])], expression(operands[0]), expression(operands[1]))
    if len(ops) == 1:
        return first
    return binary(operands[0].lineno, "and", first, compare(operands[1:], ops[1:]))


def bool_operation(op, values):
    """CPython flattens `a and b and c`; the tree nests to the right or left, so both are compared as a flat list."""
    flat = []
    for value in values:
        flat.append(expression(value))
    return {"kind": "flat", "op": op, "values": flat}


def comprehension(node, kind):
    clauses = [
        {"target": expression(c.target), "iterable": expression(c.iter), "conditions": [expression(i) for i in c.ifs]}
        for c in node.generators
    ]
    if kind == "dict":
        return {"kind": "comprehension", "line": node.lineno, "type": kind, "key": expression(node.key),
                "value": expression(node.value), "clauses": clauses}
    return {"kind": "comprehension", "line": node.lineno, "type": kind, "value": expression(node.elt), "clauses": clauses}


def arguments(args, keywords):
    result = []
    for node in sorted([*args, *keywords], key=lambda item: (item.lineno, item.col_offset)):
        if isinstance(node, ast.keyword):
            value = expression(node.value)
            result.append({"star": 2, "value": value} if node.arg is None else {"name": node.arg, "value": value})
        elif isinstance(node, ast.Starred):
            result.append({"star": 1, "value": expression(node.value)})
        else:
            result.append({"value": expression(node)})
    return result


def parameters(node):
    found = []
    positional = [(a, "positional") for a in node.posonlyargs] + [(a, "normal") for a in node.args]
    defaults = [None] * (len(positional) - len(node.defaults)) + list(node.defaults)
    rows = [(a, kind, default) for (a, kind), default in zip(positional, defaults)]
    if node.vararg:
        rows.append((node.vararg, "args", None))
    rows += [(a, "keyword", default) for a, default in zip(node.kwonlyargs, node.kw_defaults)]
    if node.kwarg:
        rows.append((node.kwarg, "kwargs", None))
    for a, kind, default in rows:
        found.append({"name": a.arg, "kind": kind, **optional(
            default=default and expression(default), annotation=a.annotation and expression(a.annotation))})
    return found


def expression(node):
    line = node.lineno
    name = type(node).__name__
    if name == "Name":
        return {"kind": "name", "line": line, "name": node.id}
    if name == "Constant":
        return constant(node)
    if name == "JoinedStr":
        return fstring(node)
    if name == "Attribute":
        return {"kind": "attribute", "line": line, "value": expression(node.value), "name": node.attr}
    if name == "Subscript":
        return {"kind": "subscript", "line": line, "value": expression(node.value), "index": expression(node.slice)}
    if name == "Slice":
        return {"kind": "slice", "line": line, **optional(start=node.lower and expression(node.lower),
                stop=node.upper and expression(node.upper), step=node.step and expression(node.step))}
    if name == "Call":
        return {"kind": "call", "line": line, "callee": expression(node.func), "args": arguments(node.args, node.keywords)}
    if name in ("List", "Tuple", "Set"):
        return {"kind": name.lower(), "line": line, "items": [expression(item) for item in node.elts]}
    if name == "Dict":
        entries = [{**optional(key=key and expression(key)), "value": expression(value)}
                   for key, value in zip(node.keys, node.values)]
        return {"kind": "dict", "line": line, "entries": entries}
    if name in ("ListComp", "SetComp", "DictComp", "GeneratorExp"):
        kinds = {"ListComp": "list", "SetComp": "set", "DictComp": "dict", "GeneratorExp": "generator"}
        return comprehension(node, kinds[name])
    if name == "UnaryOp":
        return {"kind": "unary", "line": line, "op": OPERATORS[type(node.op)], "value": expression(node.operand)}
    if name == "BinOp":
        return binary(line, OPERATORS[type(node.op)], expression(node.left), expression(node.right))
    if name == "Compare":
        return compare([node.left, *node.comparators], node.ops)
    if name == "BoolOp":
        return bool_operation(OPERATORS[type(node.op)], node.values)
    if name == "IfExp":
        return {"kind": "conditional", "line": line, "test": expression(node.test), "then": expression(node.body),
                "otherwise": expression(node.orelse)}
    if name == "Lambda":
        return {"kind": "lambda", "line": line, "parameters": parameters(node.args), "body": expression(node.body)}
    if name == "Starred":
        return {"kind": "starred", "line": line, "value": expression(node.value)}
    if name == "NamedExpr":
        return {"kind": "walrus", "line": line, "target": expression(node.target), "value": expression(node.value)}
    if name == "Await":
        return {"kind": "await", "line": line, "value": expression(node.value)}
    if name == "YieldFrom":
        return {"kind": "yield", "line": line, "value": {"kind": "starred", "line": line, "value": expression(node.value)}}
    if name == "Yield":
        return {"kind": "yield", "line": line, **optional(value=node.value and expression(node.value))}
    return {"kind": "unsupported", "line": line}


def pattern(node):
    name = type(node).__name__
    if name == "MatchValue":
        return {"kind": "value", "value": expression(node.value)}
    if name == "MatchSingleton":
        return {"kind": "value", "value": {"kind": "constant", "value": node.value}}
    if name == "MatchOr":
        return {"kind": "or", "patterns": [pattern(item) for item in node.patterns]}
    if name == "MatchAs" and node.pattern is None:
        return {"kind": "capture", **optional(name=node.name)}
    return {"kind": "other"}


def import_names(names):
    return [{"name": item.name, **optional(alias=item.asname)} for item in names]


def statement(node):
    line = node.lineno
    name = type(node).__name__
    if name in ("FunctionDef", "AsyncFunctionDef"):
        return {"kind": "function", "line": line, "name": node.name, "parameters": parameters(node.args),
                "decorators": [expression(item) for item in node.decorator_list], "isAsync": name[0] == "A",
                **optional(returns=node.returns and expression(node.returns)), "statements": block(node.body)}
    if name == "ClassDef":
        first = node.decorator_list[0].lineno if node.decorator_list else None
        return {"kind": "class", "line": line, **optional(decoratorLine=first), "name": node.name,
                "bases": arguments(node.bases, node.keywords),
                "decorators": [expression(item) for item in node.decorator_list], "body": block(node.body)}
    if name == "Import":
        return {"kind": "import", "line": line, "names": import_names(node.names)}
    if name == "ImportFrom":
        return {"kind": "from", "line": line, "module": node.module or "", "level": node.level,
                "names": import_names(node.names)}
    if name == "Assign":
        return {"kind": "assign", "line": line, "targets": [expression(item) for item in node.targets],
                "value": expression(node.value)}
    if name == "AnnAssign":
        return {"kind": "assign", "line": line, "targets": [expression(node.target)],
                **optional(value=node.value and expression(node.value)), "annotation": expression(node.annotation)}
    if name == "TypeAlias":
        return {"kind": "assign", "line": line, "targets": [expression(node.name)], "value": expression(node.value)}
    if name == "AugAssign":
        return {"kind": "augment", "line": line, "target": expression(node.target), "op": OPERATORS[type(node.op)],
                "value": expression(node.value)}
    if name == "Expr":
        return {"kind": "expression", "line": line, "value": expression(node.value)}
    if name == "If":
        return {"kind": "if", "line": line, "test": expression(node.test), "body": block(node.body),
                "orElse": block(node.orelse)}
    if name in ("For", "AsyncFor"):
        return {"kind": "for", "line": line, "target": expression(node.target), "iterable": expression(node.iter),
                "body": block(node.body), "orElse": block(node.orelse), "isAsync": name[0] == "A"}
    if name == "While":
        return {"kind": "while", "line": line, "test": expression(node.test), "body": block(node.body),
                "orElse": block(node.orelse)}
    if name in ("Try", "TryStar"):
        handlers = [{"line": item.lineno, **optional(type=item.type and expression(item.type), name=item.name),
                     "body": block(item.body)} for item in node.handlers]
        return {"kind": "try", "line": line, "body": block(node.body), "handlers": handlers,
                "orElse": block(node.orelse), "finally": block(node.finalbody)}
    if name in ("With", "AsyncWith"):
        items = [{"value": expression(item.context_expr),
                  **optional(target=item.optional_vars and expression(item.optional_vars))} for item in node.items]
        return {"kind": "with", "line": line, "items": items, "body": block(node.body)}
    if name == "Match":
        cases = [{"pattern": pattern(item.pattern), **optional(guard=item.guard and expression(item.guard)),
                  "body": block(item.body)} for item in node.cases]
        return {"kind": "match", "line": line, "subject": expression(node.subject), "cases": cases}
    if name == "Return":
        return {"kind": "return", "line": line, **optional(value=node.value and expression(node.value))}
    if name == "Raise":
        return {"kind": "raise", "line": line, **optional(value=node.exc and expression(node.exc))}
    if name == "Delete":
        return {"kind": "delete", "line": line, "targets": [expression(item) for item in node.targets]}
    if name == "Assert":
        return {"kind": "assert", "line": line, "test": expression(node.test)}
    if name in ("Global", "Nonlocal"):
        return {"kind": name.lower(), "line": line, "names": node.names}
    return {"kind": name.lower(), "line": line}


def block(nodes):
    return [statement(node) for node in nodes]


sys.setrecursionlimit(5000)
for path in sys.stdin.read().splitlines():
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
        compile(tree, path, "exec")
        print(json.dumps({"path": path, "body": block(tree.body)}))
    except (SyntaxError, ValueError, RecursionError) as error:
        print(json.dumps({"path": path, "rejected": str(error)}))
