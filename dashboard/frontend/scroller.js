// A table that scrolls, and stays where the reader has scrolled to when its rows change; at its end it follows new ones.
export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".pp-scroll");
  const top = box.scrollTop;
  const atEnd = top > 0 && top + box.clientHeight >= box.scrollHeight - 2;
  box.setAttribute("aria-label", data.name);
  box.innerHTML = data.html;
  box.scrollTop = atEnd ? box.scrollHeight : top;
}
