import { decidedSwitches, type Question, undecidable } from "../../cli/probe/question";
import { questions } from "../../cli/probe/questions";
import { table } from "./table";

/** `docs/live.md`: how to test the live service, and the assumptions about it, from the probe's questions. */
export function live(): string {
  const open = questions.filter(({ source }) => source === "open").length;
  const needs = { wait: " With `--wait`.", links: " With `--links`." };
  const rows = questions.map((question) => [
    `${question.asks}.${question.needs ? needs[question.needs] : ""}`,
    expectedOf(question),
    `It ${question.relies}.`,
    question.source,
    decidedSwitches(question)
      .map((name) => `\`${name}\``)
      .join(", "),
  ]);
  const people = Object.keys(undecidable).map((name) => `\`${name}\``);
  return `${[
    "<!-- Generated from tools/generate/live.ts and cli/probe/questions by `npm run generate`; do not edit. -->",
    "# The live service",
    `This package was built from the vendor's documentation and published logs, and has not been run against the live service yet. It makes ${questions.length} [assumptions](#assumptions) about the service, ${open} of them open. If you have an account with EnableX or Smartflo Meet, one command tests them in about a minute. It also reports what your subscription allows.`,
    "## Run it",
    "```sh\nnpx pulumi-enablex probe\n```",
    "In a project, the command uses the configuration of the selected stack, and environment variables for keys that are not set there. Outside a project, it uses only environment variables: `ENABLEX_APP_ID`, `ENABLEX_APP_KEY` and, for Smartflo Meet, `ENABLEX_PLATFORM=smartfloMeet`.",
    table(
      ["Option", "Meaning"],
      [
        ["`--stack <name>`", "use another stack"],
        ["`--account <name>`", "use one of `enablex:accounts`"],
        ["`--yes`", "start without a confirmation"],
        ["`--report <file>`", "write the report as JSON"],
        ["`--wait`", "also run the tests that must wait; takes 4 minutes longer"],
        [
          "`--links`",
          "request the meeting pages of a participant link and a moderator link, with HEAD and without credentials",
        ],
        ["`--clean`", "only delete the rooms that a killed run left behind"],
      ],
    ),
    "The exit code is 0 if everything is as expected, 1 if something differs, and 2 if the command could not tell, was stopped, or may have left a room behind.",
    "## What it does",
    [
      "It creates one room of each kind, and more for some questions. Their names begin with `pulumi-enablex probe`. Their owner reference and their `data` contain a marker that no stack has, so that `orphans` ignores them. It invites nobody and shows no link.",
      "At most 4 of its rooms exist at a time. It sends about 90 requests, at most 150, and at most 2 per second. It stops at the first 429.",
      "It deletes each room again, after a GET to check the room's marker. Then it lists the rooms to check that none is left. It also does this after Ctrl-C, an error or a lost connection. If the process is killed, `npx pulumi-enablex probe --clean` deletes the rooms that are left. It never changes a room that it did not create.",
      "It sends one request with a wrong App Key and one with an App ID that no project has.",
    ]
      .map((text) => `- ${text}`)
      .join("\n"),
    "## Read the report",
    "Each line has a question, the answer, and what it means for you. `ok`: the service behaves as the provider and the emulator assume. `differs`: it does not. `unknown`: the command could not tell. The last line is the command that starts an [emulator](emulator.md) with the same behaviour, to test your program with.",
    "## Send us the report",
    "```sh\nnpx pulumi-enablex probe --wait --report report.json\n```",
    "The file contains the platform, the date, the versions and the answers. It contains no credential, no App ID, no room id, no link and no text from the service. Attach it to an issue in this project's repository, even if nothing differs: that confirms the assumptions.",
    "## What it cannot test",
    `Some behaviour can only be seen while people are in a room: ${people.join(", ")} of the [emulator's switches](emulator.md#behaviour-switches). If the project has few rooms, the command cannot tell whether the list has pages. Without \`--wait\`, it does not test what happens to a scheduled room after its end.`,
    "## Assumptions",
    "*Documented*: by the vendor. *Recorded*: seen in published logs of real traffic. *Open*: neither, or the sources contradict each other. No run has confirmed any assumption yet.",
    table(["Question", "Expected", "What the provider does", "Source", "Switch"], rows),
  ].join("\n\n")}\n`;
}

function expectedOf({ outcomes }: Question): string {
  const expected = Object.entries(outcomes).filter(
    ([, { expected, means }]) => expected && !/^cannot/.test(means),
  );
  return expected.map(([outcome, { means }]) => `${outcome}: ${means}`).join("; ");
}
