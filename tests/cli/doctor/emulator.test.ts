import assert from "node:assert/strict";
import { finds, inPortal } from "./examined";
import { broken, onEmulator, onStack } from "./patient";

describe("doctor: an emulator", () => {
  finds([
    {
      name: "an emulator that is asked by https",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("https://127.0.0.1:8480/video/v1");
        patient.config["enablex:meetingUrl"] = onStack("https://127.0.0.1:8480");
        patient.apiSays = new Error("wrong version number");
      },
      says: [
        "failure Rooms API: cannot connect to https://127.0.0.1:8480/video/v1: the connection to 127.0.0.1:8480 broke: wrong version number → pulumi config set enablex:apiUrl http://127.0.0.1:8480/video/v1",
        "skipped Clock",
      ],
    },
    {
      name: "another program at the port of the emulator",
      make: (patient) => {
        onEmulator(patient);
        patient.apiSays = { status: 404, body: "<html><h1>Nothing here</h1>" };
      },
      says: ({ folder }) => [
        `failure Rooms API: there is no rooms API at http://127.0.0.1:8480/video/v1 (the response is not from the rooms API: HTTP 404, HTML: "Nothing here") → cd ${folder} && npx pulumi-enablex emulator --port 0`,
      ],
    },
    {
      name: "an emulator that does not run",
      make: (patient) => {
        onEmulator(patient);
        patient.apiSays = broken("ECONNREFUSED");
      },
      says: ({ folder }) => [
        `failure Rooms API: the emulator is not running at http://127.0.0.1:8480/video/v1; start it in another terminal, with --data <file> if it had one → cd ${folder} && npx pulumi-enablex emulator --port 8480`,
        "skipped Clock",
      ],
    },
    {
      name: "links of an emulator beside the vendor's API, which is not asked",
      make: (patient) => {
        patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
        patient.fetch = () => assert.fail("it asked");
      },
      says: [
        "skipped Rooms API",
        "failure Links: http://127.0.0.1:8480 is an emulator, which does not have the rooms of https://api.enablex.io/video/v1; to use the account instead of the emulator, remove enablex:meetingUrl → pulumi config set enablex:apiUrl http://127.0.0.1:8480/video/v1",
        "skipped Clock",
      ],
    },
    {
      name: "an emulator's address without its path",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("http://127.0.0.1:8480");
        patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
        patient.apiSays = { status: 404, body: "<html><h1>There is no such room</h1>" };
      },
      says: [
        "failure Rooms API: there is no rooms API at http://127.0.0.1:8480; an emulator's is at /video/v1 → pulumi config set enablex:apiUrl http://127.0.0.1:8480/video/v1",
      ],
    },
    {
      name: "nothing wrong with two names of this machine",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("http://localhost:8480/video/v1");
        patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
      },
      says: [],
    },
    {
      name: "two emulators, one for the API and one for the links",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("http://127.0.0.1:8481/video/v1");
        patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
      },
      says: [
        "warning Links: http://127.0.0.1:8480 and the rooms API http://127.0.0.1:8481/video/v1 are different emulators, which share no rooms → pulumi config set enablex:meetingUrl http://127.0.0.1:8481",
      ],
    },
    {
      name: "an address of the emulator without its scheme",
      make: (patient) => {
        patient.config["enablex:apiUrl"] = onStack("127.0.0.1:8480/video/v1");
        patient.config["enablex:meetingUrl"] = onStack("http://127.0.0.1:8480");
      },
      says: [
        "failure enablex:apiUrl: 127.0.0.1:8480/video/v1 is not a URL; did you mean http://127.0.0.1:8480/video/v1? → pulumi config set enablex:apiUrl http://127.0.0.1:8480/video/v1",
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "an emulator without its key",
      make: (patient) => {
        delete patient.config["enablex:appKey"];
        onEmulator(patient);
      },
      says: [
        `failure enablex:appKey: is not set. Run the command below, or set the environment variable ENABLEX_APP_KEY; you find it ${inPortal}; an emulator prints its own when it starts → pulumi config set --secret enablex:appKey`,
        "skipped Rooms API",
        "skipped Clock",
      ],
    },
    {
      name: "an emulator without the origin of its links",
      make: (patient) => {
        delete patient.config["enablex:subdomain"];
        patient.config["enablex:apiUrl"] = onStack("http://127.0.0.1:8480/video/v1");
      },
      says: [
        "failure enablex:meetingUrl: is not set; the rooms API is that of an emulator, whose links are at http://127.0.0.1:8480 → pulumi config set enablex:meetingUrl http://127.0.0.1:8480",
        "skipped Links",
      ],
    },
  ]);
});
