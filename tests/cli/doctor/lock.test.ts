import { itFinds } from "./run-doctor";
import { lock } from "./write-lock";

describe("doctor: the stack's lock", () => {
  itFinds([
    {
      name: "a killed run whose lock is still there",
      cause: (setup) => lock(setup, { hostname: "build-7" }),
      expected: [
        "failure Lock: the stack is locked by alice@build-7 since 2026-01-05T11:00:00Z, but its process 4711 ended without releasing it → pulumi cancel",
      ],
    },
    {
      name: "a run that is active on this machine",
      cause: (setup) => {
        setup.isRunning = (pid) => pid === 4711;
        return lock(setup, { hostname: "build-7" });
      },
      expected: [
        "warning Lock: the stack is locked by alice@build-7 since 2026-01-05T11:00:00Z: process 4711 on this machine is running; wait for it to end, or run pulumi cancel if it is not a Pulumi process → npx pulumi-enablex doctor",
      ],
    },
    {
      name: "a run on another machine",
      stack: "dev",
      cause: (setup) => lock(setup, { hostname: "build-8" }),
      expected: [
        "warning Lock: the stack is locked by alice@build-8 since 2026-01-05T11:00:00Z; check first that the run has ended: cancelling an active run loses track of what it is creating → pulumi cancel --stack dev",
      ],
    },
    {
      name: "a lock that cannot be read",
      cause: (setup) => lock(setup, undefined),
      expected: [
        "warning Lock: the stack is locked; check first that the run has ended: cancelling an active run loses track of what it is creating → pulumi cancel",
      ],
    },
    {
      name: "a run at Pulumi Cloud, on a stack that has no resource yet",
      cause: (setup) => {
        setup.resources = [];
        setup.pulumiOutput = { "stack ls": '[{"name":"acme/dev","updateInProgress":true},{"name":"prod"}]' };
      },
      expected: [
        "warning Lock: the stack is locked; check first that the run has ended: cancelling an active run loses track of what it is creating → pulumi cancel",
      ],
    },
    {
      name: "a run on one of two stacks of the same name",
      stack: "acme/rooms/dev",
      cause: (setup) => {
        setup.resources = [];
        setup.pulumiOutput = {
          "stack ls --project rooms": '[{"name":"dev"},{"name":"acme/dev","updateInProgress":true}]',
        };
      },
      expected: [
        "warning Lock: the stack is locked; check first that the run has ended: cancelling an active run loses track of what it is creating → pulumi cancel --stack acme/rooms/dev",
      ],
    },
    {
      name: "a stack that the list does not have",
      stack: "acme/other/dev",
      cause: (setup) => {
        setup.resources = [];
        setup.pulumiOutput = { "stack ls --project other": "[]" };
      },
      expected: ["skipped Lock"],
    },
    {
      name: "no lock of another stack",
      cause: async (setup) => {
        await lock(setup, { hostname: "build-7" });
        setup.pulumiOutput["stack --show-name"] = "prod";
        setup.resources = [];
      },
      expected: [],
    },
    {
      name: "a backend that does not show its locks",
      cause: (setup) => (setup.pulumiOutput = { whoami: '{"user":"alice","url":"s3://rooms"}' }),
      expected: ["skipped Lock"],
    },
  ]);
});
