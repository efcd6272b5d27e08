// A textarea as high as its words, where CSS cannot do it (field-sizing).

export function growWithText(text) {
  if (CSS.supports("field-sizing", "content")) return;
  const grow = () => {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
  };
  text.addEventListener("input", grow);
  grow();
}
