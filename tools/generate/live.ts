import { invisible, type Question } from "../../cli/probe/question";
import { questions } from "../../cli/probe/questions";
import { table } from "./table";

/** `docs/live.md`: how to test the live service, and what is assumed of it, from the questions of the probe. */
export function live(): string {
  const open = questions.filter(({ source }) => source === "open").length;
  const needs = { wait: " With `--wait`.", links: " With `--links`." };
  const rows = questions.map((question) => [
    `${question.asks}.${question.needs ? needs[question.needs] : ""}`,
    expectedOf(question),
    `It ${question.relies}.`,
    question.source,
    (question.decides ?? []).map((name) => `\`${name}\``).join(", "),
  ]);
  const people = Object.keys(invisible).map((name) => `\`${name}\``);
  return `${[
    "<!-- Generated from tools/generate/live.ts and cli/probe/questions by `npm run generate`; do not edit. -->",
    "# The live service",
    `This package was built from the vendor's documentation and published logs, and has not been run against the live service yet. ${questions.length} [assumptions](#assumptions) remain, ${open} of them open. If you have an account, one command tests them in about a minute. It also tells what your subscription allows before a first deployment. It works for EnableX and for Smartflo Meet: \`enablex:platform\` decides.`,
    "## Run it",
    "```sh\nnpx pulumi-enablex probe\n```",
    "In a project it takes the configuration of the selected stack, which the environment completes; elsewhere it takes the environment alone: `ENABLEX_APP_ID`, `ENABLEX_APP_KEY` and, for Smartflo Meet, `ENABLEX_PLATFORM=smartfloMeet`.",
    table(
      ["Option", "Meaning"],
      [
        ["`--stack <name>`", "another stack"],
        ["`--account <name>`", "one of `enablex:accounts`"],
        ["`--yes`", "do not ask before it begins"],
        ["`--report <file>`", "write the report as JSON"],
        ["`--wait`", "test also what takes time; 4 minutes more"],
        [
          "`--links`",
          "open the meeting pages of a participant and a moderator link, by HEAD and without credentials",
        ],
        ["`--clean`", "only delete the rooms that a killed run left"],
      ],
    ),
    "The exit code is 0 if all is as expected, 1 if something differs, and 2 if it could not tell, was stopped, or a room may be left.",
    "## What it does",
    [
      "It creates one room of each kind, and for some questions another one. Their names begin with `pulumi-enablex probe`, their owner reference and their `data` carry a marker that no stack has, so that `orphans` ignores them. Nobody is invited, and no link is shown.",
      "At most 4 of its rooms exist at a time. It sends about 90 requests, at most 150, and at most 2 a second. At the first 429 it stops.",
      "It deletes each room again, right after a GET has shown its marker, and lists the rooms to prove that none is left. It does so after Ctrl-C, a failure and a lost connection, too. If the process is killed, `npx pulumi-enablex probe --clean` deletes what it left. It never changes a room that it did not create.",
      "It sends one request with a wrong App Key and one with an App ID that no project has.",
    ]
      .map((text) => `- ${text}`)
      .join("\n"),
    "## Read the report",
    "Each line has a question, the answer, and what it means for you. `ok` is what the provider and the emulator assume, `differs` is something else, and `unknown` could not be told. The last line starts an [emulator](emulator.md) that behaves as the service did, so that you can test your program against it.",
    "## Hand it in",
    "```sh\nnpx pulumi-enablex probe --wait --report report.json\n```",
    "The file names the platform, the date, the versions and the answers. It holds no credential, no App ID, no room id, no link and no text of the service. Attach it to an issue in this project's repository, also if nothing differs: an assumption is confirmed then.",
    "## What it cannot see",
    `Some behaviour shows only while people are in a room: ${people.join(", ")} of the [emulator's switches](emulator.md#behaviour-switches). Pages of a list do not show if the project has few rooms. Without \`--wait\`, what happens to a scheduled room after its end is not tested.`,
    "## Assumptions",
    "*Documented*: by the vendor. *Recorded*: seen in published logs of real traffic. *Open*: neither, or the sources contradict each other. None is confirmed by a run yet.",
    table(["Question", "Expected", "What the provider does", "Source", "Switch"], rows),
  ].join("\n\n")}\n`;
}

function expectedOf({ outcomes }: Question): string {
  const expected = Object.entries(outcomes).filter(
    ([, { expected, means }]) => expected && !/^cannot/.test(means),
  );
  return expected.map(([outcome, { means }]) => `${outcome}: ${means}`).join("; ");
}
