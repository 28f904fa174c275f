import { type Step, steps } from "../contender";
import { roomSet, roomSetFloor } from "../contenders/rooms";
import { type Aim, type FigureOf, median, type Part, ratio } from "../part";

export const roomSet10000: Part = {
  name: "room-set-10000",
  title: "A RoomSet of 10,000 rooms, with 20 ms per API response",
  about: "Single rooms would take hours, because the engine writes its whole state after each.",
  rooms: 10_000,
  rounds: 3,
  latencyMs: 20,
  before: [],
  steps: [...steps],
  contenders: { roomSetFloor, roomSet },
  aims: [
    toFloor("preview"),
    toFloor("again"),
    toFloor("refresh"),
    { title: "first up", atMost: 30, unit: "s", measured: (of) => seconds(of, "up") },
    { title: "destroy", atMost: 40, unit: "s", measured: (of) => seconds(of, "destroy") },
    {
      title: "memory of the plugin, above the plugin that does nothing",
      atMost: 50,
      unit: "MiB",
      measured(of) {
        const [ours, floor] = [memory(of, "roomSet"), memory(of, "roomSetFloor")];
        return ours && floor && ours - floor;
      },
    },
  ],
};

function toFloor(step: Step): Aim {
  return {
    title: `${step === "again" ? "up without change" : step}, to the plugin that does nothing`,
    atMost: 1.15,
    unit: "×",
    measured: (of) => ratio(of("roomSet", step), of("roomSetFloor", step)),
  };
}

function seconds(of: FigureOf, step: Step): number | undefined {
  const figures = of("roomSet", step);
  return figures && median(figures.wallMs) / 1000;
}

const memory = (of: FigureOf, contender: string): number =>
  Math.max(0, ...steps.map((step) => of(contender, step)?.peakMiB.provider ?? 0));
