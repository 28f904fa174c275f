/** A WAV file with one minute of silence. */
export function silence(): Buffer {
  const rate = 8000;
  const samples = Buffer.alloc(60 * rate, 0x80);
  const words = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer);
  const [plain, channels, bytes, bits] = [1, 1, 1, 8];
  const format = Buffer.concat([
    Buffer.from(Uint16Array.of(plain, channels).buffer),
    words(rate, rate * bytes),
    Buffer.from(Uint16Array.of(bytes, bits).buffer),
  ]);
  const chunk = (name: string, content: Buffer) =>
    Buffer.concat([Buffer.from(name), words(content.length), content]);
  const sound = [Buffer.from("WAVE"), chunk("fmt ", format), chunk("data", samples)];
  return chunk("RIFF", Buffer.concat(sound));
}
