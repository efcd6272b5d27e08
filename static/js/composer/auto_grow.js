// A textarea as high as its text, where CSS cannot do it (field-sizing).

/** @param {HTMLTextAreaElement} textarea */
export function autoGrow(textarea) {
  if (CSS.supports("field-sizing", "content")) return;
  const grow = () => {
    textarea.style.height = "auto";
    textarea.style.height = `${textarea.scrollHeight}px`;
  };
  textarea.addEventListener("input", grow);
  grow();
}
