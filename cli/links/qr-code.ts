import { encode } from "uqr";

/**
 * A QR code in SVG, one unit per module, with the quiet zone of four modules that readers need. Black on white even in
 * dark mode, because some readers do not accept the inverse.
 *
 * @param label alternative text, as HTML
 */
export function qrCode(text: string, label: string): string {
  // M corrects 15 % errors: a sheet on a door gets dirty.
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  return (
    `<svg role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${data.map(runs).join("")}"/></svg>`
  );
}

/** The dark runs of a row as path segments. */
function runs(row: boolean[], y: number): string {
  let path = "";
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue;
    const start = x;
    while (row[x + 1]) x++;
    path += `M${start} ${y}h${x - start + 1}v1H${start}z`;
  }
  return path;
}
