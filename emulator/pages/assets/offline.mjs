/**
 * Says that the emulator does not answer, or that it does again.
 *
 * @param {boolean} isOffline
 */
export function drawOffline(isOffline) {
  // What is written again is read out again.
  if (document.body.classList.contains("offline") === isOffline) return;
  document.body.classList.toggle("offline", isOffline);
  const place = document.querySelector("#offline");
  if (place) place.textContent = isOffline ? "The emulator does not answer. This page tries again." : "";
}
