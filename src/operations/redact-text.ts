/** For the doors: text that is shown or written down beside the store, without what looks like a secret. */
export { redactText } from "../runner/redaction/redactor.ts";
