/** Random edits of the bodies of model classes, as a person makes them: for tests. They keep whole statements together. */
import type { Chance } from "./a-chance.ts";

/** Lines of a file: a statement at four spaces below a class, `start` to before `end`. */
interface Block {
  readonly start: number;
  readonly end: number;
}

interface ClassBlock extends Block {
  readonly body: readonly Block[];
}

const isStart = (line: string): boolean => /^ {4}[^\s)\]}#]/.test(line);

const bodyOf = (lines: readonly string[], from: number, to: number): readonly Block[] => {
  const starts: number[] = [];
  for (let at = from; at < to; at += 1)
    if (isStart(lines[at] ?? "") && !/^ {4}@/.test(lines[starts.at(-1) === at - 1 ? at - 1 : -1] ?? "")) starts.push(at);
  return starts.map((start, index) => {
    let end = starts[index + 1] ?? to;
    while (end > start + 1 && lines[end - 1] === "") end -= 1;
    return { start, end };
  });
};

const classesOf = (lines: readonly string[]): readonly ClassBlock[] =>
  lines.flatMap((line, start) => {
    if (!line.startsWith("class ")) return [];
    let from = start;
    while (from < lines.length && !/:\s*(#.*)?$/.test(lines[from] ?? "")) from += 1;
    let end = from + 1;
    while (end < lines.length && /^(\s|$|\))/.test(lines[end] ?? "")) end += 1;
    return [{ start, end, body: bodyOf(lines, from + 1, end) }];
  });

const fields = [
  "    weight = models.IntegerField(null=True)",
  "    title = models.CharField(\n        max_length=20,\n        blank=True,\n    )",
  "    made = models.DateTimeField(auto_now_add=True)",
  "    kind = models.CharField(max_length=3, choices=[('a', 'A'), ('b', 'B')])",
  "    parent = models.ForeignKey('self', on_delete=models.CASCADE, related_name='children')",
  "    peers = models.ManyToManyField('self', blank=True)",
  "    def label(self):\n        return str(self.pk)",
  "    @property\n    def size(self):\n        return 3",
  "    LIMIT = 7",
  "    weight = models.IntegerField(default=LIMIT)",
  "    objects = models.Manager()",
  "    class Meta:\n        ordering = ['pk']",
  "    name = None",
];

const args = [
  "null=True",
  "blank=True",
  "db_index=True",
  "unique=True",
  "default=3",
  "db_column='other'",
  "primary_key=True",
  "help_text='so'",
  "editable=False",
  "related_name='+'",
  "related_name='%(class)s_all'",
];

const options = [
  "        ordering = ['-pk']",
  "        verbose_name = 'a thing'",
  "        db_table = 'things'",
  "        abstract = True",
  "        managed = False",
  "        default_related_name = 'these'",
  "        unique_together = [('name', 'id')]",
  "        indexes = [models.Index(fields=['name'], name='a_name')]",
];

type Edit = (text: string, tools: Tools) => string;

interface Tools {
  readonly chance: Chance;
  readonly pick: <T>(items: readonly T[], fallback: T) => T;
}

const insert = (block: string, text: string, { chance }: Tools): string => {
  const lines = block.split("\n");
  const at = chance(lines.length);
  return [...lines.slice(0, at + 1), text, ...lines.slice(at + 1)].join("\n");
};

const onBlock: Readonly<Record<string, Edit>> = {
  rename: (block, { pick }) => block.replace(/^ {4}\w+(?= = )/, () => `    ${pick(["name", "title", "weight", "kind", "extra"], "name")}`),
  "another argument": (block, { pick }) => block.replace(/,?\s*\)\s*$/, () => `, ${pick(args, "null=True")})`),
  "first argument": (block) => block.replace(/\((['"]?)[\w.]+\1(?=[,)])/, "('self'"),
  "without an argument": (block) => block.replace(/,\s*\w+=[^,()[\]]+(?=[,)])/, ""),
  "other digits": (block, { chance }) => block.replaceAll(/\d+/g, () => String(1 + chance(40))),
  "other class": (block, { pick }) =>
    block.replace(/models\.\w+Field\(/, () => `models.${pick(["TextField", "IntegerField", "CharField"], "")}(`),
  "way back": (block, { pick }) => block.replace(/related_name=['"][^'"]*['"]/, () => pick(args.slice(-2), "related_name='+'")),
  "option added": (block, tools) => (/^ {4}class /.test(block) ? insert(block, tools.pick(options, ""), tools) : block),
  "option removed": (block, { chance }) => {
    const lines = block.split("\n");
    if (!/^ {4}class /.test(block) || lines.length < 3) return block;
    return lines.toSpliced(1 + chance(lines.length - 1), 1).join("\n");
  },
  "a line lower": (block) => `\n${block}`,
};

const splice = (lines: readonly string[], { start, end }: Block, ...block: readonly string[]): string =>
  [...lines.slice(0, start), ...block, ...lines.slice(end)].join("\n");

/** Changes one statement of one class, adds, takes away or moves one; says what. The same text where there is nothing to change. */
export const editModel = (text: string, tools: Tools): { readonly text: string; readonly told: string } => {
  const { chance, pick } = tools;
  const lines = text.split("\n");
  const classes = classesOf(lines).filter(({ body }) => body.length > 0);
  const held = classes[chance(Math.max(1, classes.length))];
  const block = held === undefined ? undefined : pick(held.body, held.body[0]);
  if (held === undefined || block === undefined) return { text, told: "no class" };
  const written = lines.slice(block.start, block.end);
  const where = `${lines[held.start] ?? ""} ${written[0] ?? ""}`;
  const way = chance(10);
  if (way < 2) {
    const field = pick(fields, "    pass");
    return { text: splice(lines, { start: block.start, end: block.start }, field), told: `${where}: before it ${field}` };
  }
  if (way === 2) return { text: splice(lines, block, ...(held.body.length === 1 ? ["    pass"] : [])), told: `${where}: gone` };
  if (way === 3) {
    const target = pick(chance(3) === 0 ? classes : [held], held);
    const to = pick(target.body, block).start;
    if (to >= block.start && to < block.end) return { text, told: "moved nowhere" };
    const without = lines.toSpliced(block.start, block.end - block.start);
    const at = to < block.start ? to : to - written.length;
    return { text: without.toSpliced(at, 0, ...written).join("\n"), told: `${where}: moved to ${at}` };
  }
  const [told, change] = pick(Object.entries(onBlock), ["none", (one: string) => one]);
  return { text: splice(lines, block, ...change(written.join("\n"), tools).split("\n")), told: `${where}: ${told}` };
};
