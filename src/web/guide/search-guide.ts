/** The guide's sections that hold all words, the best first: a title counts more than its text. */
export interface GuideHit {
  readonly page: string;
  readonly pageTitle: string;
  readonly title: string;
  /** The words around the first find. */
  readonly excerpt: string;
}

interface Page {
  readonly name: string;
  readonly title: string;
  readonly markdown: string;
}

interface Section {
  readonly title: string;
  readonly text: string;
}

const plain = (markdown: string): string =>
  markdown
    .replace(/```\w*/g, " ")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^\|?[-| :]+\|$/gm, " ")
    .replace(/[`*|#]/g, " ")
    .replace(/\s+/g, " ")
    .trim();

const toSections = ({ markdown, title }: Page): readonly Section[] =>
  markdown.split(/^(?=#{1,3} )/m).map((part) => {
    const head = /^#{1,3} (.+)$/m.exec(part)?.[1];
    return { title: plain(head ?? title), text: plain(part.replace(/^#{1,3} .+$/m, "")) };
  });

const around = (text: string, word: string): string => {
  const at = Math.max(0, text.toLowerCase().indexOf(word));
  const start = at < 60 ? 0 : text.indexOf(" ", at - 50) + 1;
  return `${start === 0 ? "" : "… "}${text.slice(start, start + 160)}${text.length > start + 160 ? " …" : ""}`;
};

const most = 12;

export const searchGuide = (pages: readonly Page[], query: string): readonly GuideHit[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return pages
    .flatMap((page) => toSections(page).map((section) => ({ page, section })))
    .flatMap(({ page, section }) => {
      const [title, text] = [`${section.title} ${page.title}`.toLowerCase(), section.text.toLowerCase()];
      if (!words.every((word) => title.includes(word) || text.includes(word))) return [];
      const score = words.reduce(
        (sum, word) => sum + (section.title.toLowerCase().includes(word) ? 5 : 0) + (text.includes(word) ? 1 : 0),
        0,
      );
      const hit = { page: page.name, pageTitle: page.title, title: section.title, excerpt: around(section.text, words[0] ?? "") };
      return [{ score, hit }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ hit }) => hit);
};
