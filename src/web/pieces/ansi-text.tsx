import Anser from "anser";

/** A line with its terminal colours, as classes: the theme decides what "red" is. */
export const AnsiText = ({ text }: { readonly text: string }) => {
  if (!text.includes("\u001B")) return text;
  return Anser.ansiToJson(text, { use_classes: true, remove_empty: true }).map((piece, index) => {
    const classes = [piece.fg, ...piece.decorations.map((decoration) => `ansi-${decoration}`)].filter(Boolean).join(" ");
    return (
      <span key={`${index} ${piece.content}`} className={classes}>
        {piece.content}
      </span>
    );
  });
};
