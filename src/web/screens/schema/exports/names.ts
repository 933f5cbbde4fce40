/** Names as the text formats take them: letters, digits and underscores. */
export const toIdentifier = (label: string): string => label.replace(/[^A-Za-z0-9_]/g, "_");

export const toType = (className: string | null): string => className?.replace(/Field$/, "").replace(/[^A-Za-z0-9_]/g, "_") || "Unknown";
