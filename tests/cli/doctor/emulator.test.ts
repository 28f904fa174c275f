import assert from "node:assert/strict";
import { connectionError, onEmulator, onStack } from "./project";
import { itFinds, portalHint } from "./run-doctor";

describe("doctor: an emulator", () => {
  itFinds([
    {
      name: "an emulator with an https address",
      cause: (setup) => {
        setup.config["enablex:apiUrl"] = onStack("https://127.0.0.1:8480/video/v1");
        setup.config["enablex:meetingUrl"] = onStack("https://127.0.0.1:8480");
        setup.apiResponse = new Error("wrong version number");
      },
      expected: [
        "failure Rooms API: cannot connect to https://127.0.0.1:8480/video/v1: the connection to 127.0.0.1:8480 broke: wrong version number → pulumi config set enablex:apiUrl http://127.0.0.1:8480/video/v1",
        "skipped Clock",
      ],
    },
    {
      name: "another program on the emulator's port",
      cause: (setup) => {
        onEmulator(setup);
        setup.apiResponse = { status: 404, body: "<html><h1>Nothing here</h1>" };
      },
      expected: ({ folder }) => [
        `failure Rooms API: there is no rooms API at http://127.0.0.1:8480/video/v1 (the response is not from the rooms API: HTTP 404, HTML: "Nothing here") → cd ${folder} && npx pulumi-enablex emulator --port 0`,
      ],
    },
    {
      name: "an emulator that is not running",
      cause: (setup) => {
        onEmulator(setup);
        setup.apiResponse = connectionError("ECONNREFUSED");
      },
      expected: ({ folder }) => [
        `failure Rooms API: the emulator is not running at http://127.0.0.1:8480/video/v1; start it in another terminal, with --data <file> if it had one → cd ${folder} && npx pulumi-enablex emulator --port 8480`,
        "skipped Clock",
      ],
    },
    {
      name: "links to an emulator with the vendor's API, and sends it no request",
      cause: (setup) => {
        setup.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
        setup.fetch = () => assert.fail("it asked");
      },
      expected: [
        "skipped Rooms API",
        "failure Links: http://127.0.0.1:8480 is an emulator, which does not have the rooms of https://api.enablex.io/video/v1; to use the account instead of the emulator, remove enablex:meetingUrl → pulumi config set enablex:apiUrl http://127.0.0.1:8480/video/v1",
        "skipped Clock",
      ],
    },
    {
      name: "an emulator's address without its path",
      cause: (setup) => {
        setup.config["enablex:apiUrl"] = onStack("http://127.0.0.1:8480");
        setup.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
        setup.apiResponse = { status: 404, body: "<html><h1>There is no such room</h1>" };
      },
      expected: [
        "failure Rooms API: there is no rooms API at http://127.0.0.1:8480; an emulator's is at /video/v1 → pulumi config set enablex:apiUrl http://127.0.0.1:8480/video/v1",
      ],
    },
    {
      name: "nothing wrong with two names of this machine",
      cause: (setup) => {
        setup.config["enablex:apiUrl"] = onStack("http://localhost:8480/video/v1");
        setup.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
      },
      expected: [],
    },
    {
      name: "two emulators, one for the API and one for the links",
      cause: (setup) => {
        setup.config["enablex:apiUrl"] = onStack("http://127.0.0.1:8481/video/v1");
        setup.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
      },
      expected: [
        "warning Links: http://127.0.0.1:8480 and the rooms API http://127.0.0.1:8481/video/v1 are different emulators, which share no rooms → pulumi config set enablex:meetingUrl http://127.0.0.1:8481",
      ],
    },
    {
      name: "an address of the emulator without its scheme",
      cause: (setup) => {
        setup.config["enablex:apiUrl"] = onStack("127.0.0.1:8480/video/v1");
        setup.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
      },
      expected: [
        "failure enablex:apiUrl: 127.0.0.1:8480/video/v1 is not a URL; did you mean http://127.0.0.1:8480/video/v1? → pulumi config set enablex:apiUrl http://127.0.0.1:8480/video/v1",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "an emulator without its key",
      cause: (setup) => {
        delete setup.config["enablex:appKey"];
        onEmulator(setup);
      },
      expected: [
        `failure enablex:appKey: is not set. Run the command below, or set the environment variable ENABLEX_APP_KEY; find the value ${portalHint}; an emulator prints its own when it starts → pulumi config set --secret enablex:appKey`,
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "an emulator without the origin of its links",
      cause: (setup) => {
        delete setup.config["enablex:subdomain"];
        setup.config["enablex:apiUrl"] = onStack("http://127.0.0.1:8480/video/v1");
      },
      expected: [
        "failure enablex:meetingUrl: is not set; the rooms API is an emulator's, whose links are at http://127.0.0.1:8480 → pulumi config set enablex:meetingUrl http://127.0.0.1:8480",
        "skipped Links",
      ],
    },
  ]);
});
