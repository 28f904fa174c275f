import type { BrowserContextOptions, Page } from "playwright-core";
import { type BrowserFixture, hostPath, withBrowser } from "./with-browser";

/** A page in a state that is worth looking at. */
export interface PageState {
  name: string;
  /** Leads there; the room ids are those of `rooms` below. */
  show(fixture: BrowserFixture, ids: Rooms, look: BrowserContextOptions): Promise<Page>;
}

interface Rooms {
  standup: string;
  algebra: string;
  support: string;
}

const ready = async (page: Page, selector: string, hasText = ""): Promise<Page> => {
  await page.locator(selector, { hasText }).waitFor();
  return page;
};

export const pageStates: PageState[] = [
  {
    name: "landing",
    show: async ({ open }, { standup }, look) => {
      const page = await open(`/${standup}?name=Katherine%20Johnson&vidoe=yes&group_chat=no`, look);
      await page.getByText("Parameters of this link").click();
      return page;
    },
  },
  {
    name: "not-open-yet",
    show: ({ open }, { algebra }, look) => open(`/${algebra}`, look),
  },
  {
    name: "camera-refused",
    show: async ({ open }, { support }, look) => {
      const page = await open(`/${support}?video=yes`, look);
      return ready(page, ".preview [data-note=video]", "blocked access");
    },
  },
  {
    name: "full",
    show: async ({ emulator, open, send }, _, look) => {
      const settings = { participants: 2, adhoc: true, duration: 30 };
      const { room } = (await send("POST", "/rooms", { name: "Interview", owner_ref: "hr", settings })).json;
      for (let i = 0; i < 2; i++) emulator.join(room.room_id);
      return ready(await open(`/${room.room_id}?name=Edsger`, look), "[data-entry=full]");
    },
  },
  {
    name: "lobby",
    show: async ({ open, send }, _, look) => {
      const settings = { participants: 5, wait_for_moderator: true };
      const { room } = (await send("POST", "/rooms", { name: "Board", owner_ref: "ceo", settings })).json;
      const query = "name=Ada&landing=no&lobby_text_1=Tea%20is%20in%20the%20kitchen.";
      return ready(await open(`/${room.room_id}?${query}`, look), "[data-state=lobby]");
    },
  },
  {
    name: "inside",
    show: async ({ open }, { standup }, look) => {
      const page = await open(`/${standup}?name=Katherine%20Johnson&landing=no`, look);
      return ready(page, ".meeting");
    },
  },
  {
    name: "inside-camera-refused",
    show: async ({ open }, { standup }, look) => {
      const page = await open(`/${standup}?name=Annie&landing=no&video=yes&audio=yes`, look);
      await ready(page, ".meeting [data-note=video]", "blocked access");
      return ready(page, ".meeting [data-note=audio]", "blocked access");
    },
  },
  {
    name: "no-answer",
    show: async ({ open }, { standup }, look) => {
      const page = await open(`/${standup}?name=Kim`, look);
      await page.context().setOffline(true);
      return ready(page, "#offline");
    },
  },
  {
    name: "closing",
    show: async ({ emulator, open }, { standup }, look) => {
      const page = await open(
        `${hostPath(standup, emulator)}?name=Margaret&landing=no&grid_view=leader`,
        look,
      );
      await page.getByRole("button", { name: "Close for everyone" }).click();
      return ready(page, "dialog");
    },
  },
  {
    name: "left",
    show: async ({ open }, { standup }, look) => {
      const page = await open(`/${standup}?name=Kim&landing=no`, look);
      await page.getByRole("button", { name: "Leave" }).click();
      return ready(page, "[data-state=left]");
    },
  },
  {
    name: "wrong-link",
    show: ({ emulator, open }, { standup }, look) => open(hostPath(standup, emulator).slice(0, -2), look),
  },
  {
    name: "overview",
    show: async ({ emulator, open }, _, look) => {
      emulator.setFaults({ lostAnswer: 0.1, latency: 0.5 });
      return open("/", look);
    },
  },
  {
    name: "crowd",
    show: async ({ emulator, open, send }, _, look) => {
      emulator.setFaults({ lostAnswer: 0, latency: 0 });
      const settings = { participants: 50 };
      const name = "A paragraph that somebody pasted where the name of a room belongs. ".repeat(9);
      const { room } = (await send("POST", "/rooms", { name, owner_ref: 7, settings })).json;
      for (let i = 1; i < 20; i++) emulator.join(room.room_id, { name: `Person number ${i}` });
      return ready(await open(`/${room.room_id}?name=Ada&landing=no`, look), ".meeting");
    },
  },
  {
    name: "overview-empty",
    show: async ({ emulator, open }, _, look) => {
      await emulator.reset();
      return open("/", look);
    },
  },
];

/** Every state, with the same rooms and people each time. */
export function forEachPageState(
  look: BrowserContextOptions,
  see: (state: PageState, page: Page) => Promise<void>,
): Promise<void> {
  return withBrowser(async (fixture) => {
    const ids = await rooms(fixture);
    for (const state of pageStates) {
      const page = await state.show(fixture, ids, look);
      await see(state, page);
      await page.context().close();
    }
  });
}

async function rooms({ emulator, send }: BrowserFixture): Promise<Rooms> {
  const make = async (name: string, settings: Record<string, unknown>) => {
    const owner_ref = `school/prod/${name.toLowerCase().replaceAll(" ", "-")}`;
    return (await send("POST", "/rooms", { name, owner_ref, settings })).json.room.room_id as string;
  };
  const standup = await make("Engineering stand-up", {
    participants: 8,
    moderators: 2,
    description: "Every morning, fifteen minutes.",
  });
  const algebra = await make("Algebra for beginners", {
    participants: 30,
    mode: "lecture",
    scheduled: true,
    scheduled_time: "2026-05-04 14:30:00",
    duration: 60,
  });
  const support = await make("Support case 4711", { participants: 2, adhoc: true, duration: 30 });
  emulator.join(standup, { name: "Grace Hopper", role: "moderator" });
  emulator.join(standup, { name: "Alan Turing" });
  emulator.join(standup, { name: "Ada Lovelace" });
  return { standup, algebra, support };
}
