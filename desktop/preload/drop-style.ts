/**
 * The frame takes the pointer for the root element: a drop goes to the element that the pointer was last over, and is
 * lost when the page has taken that element away.
 */
export const dropStyle = `
  html[data-shell-drop]::after {
    content: "Drop the folder to open it"; position: fixed; inset: 0; z-index: 2147483647;
    display: grid; place-items: center; font: 600 18px/1.4 system-ui, sans-serif; color: #0c4b33;
    background: rgb(214 245 230 / 85%); outline: 2px dashed #0c7a52; outline-offset: -10px;
  }
`;
