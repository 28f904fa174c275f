import * as pulumi from "@pulumi/pulumi";
import { Room } from "../../sdk/index";
import { Room as NativeRoom } from "../../sdk/native";

/** A program that declares many rooms, run alone so that its heap can be limited and measured. */
async function main(form: string, command: string, count: number): Promise<void> {
  const id = "60af1c2e5f8b9a0012345678";
  await pulumi.runtime.setMocks(
    {
      newResource: ({ inputs, name }) => ({
        id,
        state: { name, kind: "permanent", mode: "group", moderators: 1, whenEnded: "recreate", ...inputs },
      }),
      call: ({ inputs }) => inputs,
    },
    "rooms",
    "dev",
    command === "preview",
  );
  pulumi.runtime.setAllConfig({ "enablex:appId": id, "enablex:subdomain": "acme" }, ["enablex:appId"]);
  const DeclaredRoom = form === "native" ? NativeRoom : Room;
  const heap = () => {
    globalThis.gc!();
    return process.memoryUsage().heapUsed;
  };
  const before = heap();
  const links: Promise<unknown>[] = [];
  for (let i = 0; i < count; i++) {
    const { participantUrl } = new DeclaredRoom(`class-${i}`, { participants: 30 });
    links.push((participantUrl as unknown as { promise(): Promise<unknown> }).promise());
  }
  const bytes = heap() - before;
  await Promise.all(links);
  const kibPerRoom = Math.round(bytes / count / 1024);
  const cpu = process.cpuUsage();
  const seconds = (cpu.user + cpu.system) / 1e6;
  const peakMib = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify({ kibPerRoom, links: links.length, seconds, peakMib }));
}

const [form, command, count] = process.argv.slice(2) as [string, string, string];
void main(form, command, Number(count));
