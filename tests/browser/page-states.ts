import type { BrowserContextOptions, Page } from "playwright-core";
import { type BrowserFixture, hostPath, withBrowser } from "../support/browser";

/** A page in one of its states, for accessibility checks and screenshots. */
export interface PageState {
  name: string;
  /** Opens the page in that state. The ids are those of `createRooms`. */
  open(fixture: BrowserFixture, ids: Rooms, options: BrowserContextOptions): Promise<Page>;
}

interface Rooms {
  standup: string;
  algebra: string;
  support: string;
}

const waitFor = async (page: Page, selector: string, hasText = ""): Promise<Page> => {
  await page.locator(selector, { hasText }).waitFor();
  return page;
};

export const pageStates: PageState[] = [
  {
    name: "landing",
    open: async ({ open }, { standup }, options) => {
      const page = await open(`/${standup}?name=Katherine%20Johnson&vidoe=yes&group_chat=no`, options);
      await page.getByText("Parameters of this link").click();
      return page;
    },
  },
  {
    name: "not-open-yet",
    open: ({ open }, { algebra }, options) => open(`/${algebra}`, options),
  },
  {
    name: "camera-blocked",
    open: async ({ open }, { support }, options) => {
      const page = await open(`/${support}?video=yes`, options);
      return waitFor(page, ".preview [data-note=video]", "blocked access");
    },
  },
  {
    name: "full",
    open: async ({ emulator, open, send }, _, options) => {
      const settings = { participants: 2, adhoc: true, duration: 30 };
      const { room } = (await send("POST", "/rooms", { name: "Interview", owner_ref: "hr", settings })).json;
      for (let i = 0; i < 2; i++) emulator.join(room.room_id);
      return waitFor(await open(`/${room.room_id}?name=Edsger`, options), "[data-entry=full]");
    },
  },
  {
    name: "lobby",
    open: async ({ open, send }, _, options) => {
      const settings = { participants: 5, wait_for_moderator: true };
      const { room } = (await send("POST", "/rooms", { name: "Board", owner_ref: "ceo", settings })).json;
      const query = "name=Ada&landing=no&lobby_text_1=Tea%20is%20in%20the%20kitchen.";
      return waitFor(await open(`/${room.room_id}?${query}`, options), "[data-state=lobby]");
    },
  },
  {
    name: "inside",
    open: async ({ open }, { standup }, options) => {
      const page = await open(`/${standup}?name=Katherine%20Johnson&landing=no`, options);
      return waitFor(page, ".meeting");
    },
  },
  {
    name: "inside-camera-blocked",
    open: async ({ open }, { standup }, options) => {
      const page = await open(`/${standup}?name=Annie&landing=no&video=yes&audio=yes`, options);
      await waitFor(page, ".meeting [data-note=video]", "blocked access");
      return waitFor(page, ".meeting [data-note=audio]", "blocked access");
    },
  },
  {
    name: "no-response",
    open: async ({ open }, { standup }, options) => {
      const page = await open(`/${standup}?name=Kim`, options);
      await page.context().setOffline(true);
      return waitFor(page, "#offline");
    },
  },
  {
    name: "closing",
    open: async ({ emulator, open }, { standup }, options) => {
      const page = await open(
        `${hostPath(standup, emulator)}?name=Margaret&landing=no&grid_view=leader`,
        options,
      );
      await page.getByRole("button", { name: "Close for everyone" }).click();
      return waitFor(page, "dialog");
    },
  },
  {
    name: "left",
    open: async ({ open }, { standup }, options) => {
      const page = await open(`/${standup}?name=Kim&landing=no`, options);
      await page.getByRole("button", { name: "Leave" }).click();
      return waitFor(page, "[data-state=left]");
    },
  },
  {
    name: "wrong-link",
    open: ({ emulator, open }, { standup }, options) =>
      open(hostPath(standup, emulator).slice(0, -2), options),
  },
  {
    name: "overview",
    open: async ({ emulator, open }, _, options) => {
      emulator.setFaults({ lostAnswer: 0.1, latency: 0.5 });
      return open("/", options);
    },
  },
  {
    name: "crowd",
    open: async ({ emulator, open, send }, _, options) => {
      emulator.setFaults({ lostAnswer: 0, latency: 0 });
      const settings = { participants: 50 };
      const name = "A paragraph that somebody pasted where the name of a room belongs. ".repeat(9);
      const { room } = (await send("POST", "/rooms", { name, owner_ref: 7, settings })).json;
      for (let i = 1; i < 20; i++) emulator.join(room.room_id, { name: `Person number ${i}` });
      return waitFor(await open(`/${room.room_id}?name=Ada&landing=no`, options), ".meeting");
    },
  },
  {
    name: "overview-empty",
    open: async ({ emulator, open }, _, options) => {
      await emulator.reset();
      return open("/", options);
    },
  },
];

/** Visits every page state, with the same rooms and people each time. */
export function forEachPageState(
  options: BrowserContextOptions,
  visit: (state: PageState, page: Page) => Promise<void>,
): Promise<void> {
  return withBrowser(async (fixture) => {
    const ids = await createRooms(fixture);
    for (const state of pageStates) {
      const page = await state.open(fixture, ids, options);
      await visit(state, page);
      await page.context().close();
    }
  });
}

async function createRooms({ emulator, send }: BrowserFixture): Promise<Rooms> {
  const create = async (name: string, settings: Record<string, unknown>) => {
    const owner_ref = `school/prod/${name.toLowerCase().replaceAll(" ", "-")}`;
    return (await send("POST", "/rooms", { name, owner_ref, settings })).json.room.room_id as string;
  };
  const standup = await create("Engineering stand-up", {
    participants: 8,
    moderators: 2,
    description: "Every morning, fifteen minutes.",
  });
  const algebra = await create("Algebra for beginners", {
    participants: 30,
    mode: "lecture",
    scheduled: true,
    scheduled_time: "2026-05-04 14:30:00",
    duration: 60,
  });
  const support = await create("Support case 4711", { participants: 2, adhoc: true, duration: 30 });
  emulator.join(standup, { name: "Grace Hopper", role: "moderator" });
  emulator.join(standup, { name: "Alan Turing" });
  emulator.join(standup, { name: "Ada Lovelace" });
  return { standup, algebra, support };
}
