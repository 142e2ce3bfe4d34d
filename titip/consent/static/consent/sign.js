/* A sign drawn with a finger: strokes of whole numbers in the hidden field, never a picture. Nothing here compares signs. */

const canvas = document.querySelector("canvas[data-draw]");
const field = canvas && document.querySelector(`input[name="${canvas.dataset.draw}"]`);

if (canvas && field) {
  const pen = canvas.getContext("2d");
  const MOST = 4000;
  let strokes = [];
  let current = null;

  const paint = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 4;
    pen.lineCap = pen.lineJoin = "round";
    for (const stroke of strokes) {
      pen.beginPath();
      for (const [x, y] of stroke) pen.lineTo(x, y);
      if (stroke.length === 1) pen.lineTo(stroke[0][0] + 1, stroke[0][1]);
      pen.stroke();
    }
  };
  const keep = () => { field.value = strokes.length ? JSON.stringify(strokes) : ""; };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const within = (n, most) => Math.min(most, Math.max(0, Math.round(n)));
    return [within((event.clientX - box.left) * canvas.width / box.width, canvas.width), within((event.clientY - box.top) * canvas.height / box.height, canvas.height)];
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    current = [at(event)];
    strokes.push(current);
    const drawn = document.querySelector('input[name="sign"][value="drawn"]');
    if (drawn) drawn.checked = true;
    paint();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!current || strokes.reduce((sum, stroke) => sum + stroke.length, 0) >= MOST) return;
    const [x, y] = at(event);
    const [lastX, lastY] = current[current.length - 1];
    if (Math.abs(x - lastX) + Math.abs(y - lastY) < 3) return;
    current.push([x, y]);
    paint();
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { current = null; keep(); });
  document.querySelector("[data-draw-clear]")?.addEventListener("click", () => { strokes = []; paint(); keep(); });
  if (field.value) {
    try { strokes = JSON.parse(field.value); paint(); } catch { field.value = ""; }
  }
}
