import type { ComponentProps } from "react";

interface Props extends ComponentProps<"button"> {
  readonly look?: "primary" | "plain" | "quiet" | "danger";
}

/** The one button. `primary` once per screen at most. */
export const Button = ({ look = "plain", type = "button", className = "", ...rest }: Props) => (
  <button type={type} className={`button button-${look} ${className}`} {...rest} />
);
