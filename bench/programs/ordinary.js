// A dynamic provider as Pulumi's guides show it: an object with methods, whose text Pulumi captures for every
// resource. It stores and sends the same as pulumi-enablex for a plain room. It requires packages inside its
// methods, because only that can be captured. It is plain JavaScript, because a compiler's helpers would be
// captured too, at its expense.
const pulumi = require("@pulumi/pulumi");

const roomProvider = {
  async configure(req) {
    this.config = req.config;
  },

  async check(_olds, news) {
    const { z } = require("zod");
    const schema = z.object({
      name: z.string().min(1),
      participants: z.number().int().min(1),
      moderators: z.number().int().min(1).max(5).default(1),
      kind: z.enum(["permanent", "scheduled", "adhoc"]).default("permanent"),
      mode: z.enum(["group", "lecture"]).default("group"),
      whenEnded: z.enum(["recreate", "keep"]).default("recreate"),
      ownerRef: z.string().min(1),
      declaredAs: z.string(),
    });
    const parsed = schema.safeParse(news);
    if (!parsed.success) {
      const failures = parsed.error.issues.map((issue) => ({
        property: issue.path.join("."),
        reason: issue.message,
      }));
      return { inputs: news, failures };
    }
    return { inputs: parsed.data };
  },

  async diff(_id, olds, news) {
    const changed = ["name", "ownerRef", "participants", "moderators"].filter(
      (key) => olds[key] !== news[key],
    );
    const replaces = ["kind", "mode"].filter((key) => olds[key] !== news[key]);
    return { changes: changed.length + replaces.length > 0, replaces };
  },

  async create(inputs) {
    const { room } = await this.send("POST", "/rooms", this.bodyOf(inputs));
    return { id: room.room_id, outs: this.stateOf(inputs, room) };
  },

  async read(id, props) {
    const { room } = await this.send("GET", `/rooms/${id}`);
    const inputs = {};
    for (const key of [
      "name",
      "participants",
      "moderators",
      "kind",
      "mode",
      "whenEnded",
      "ownerRef",
      "declaredAs",
    ]) {
      inputs[key] = props[key];
    }
    return { id, props: this.stateOf(props, room), inputs };
  },

  async update(id, _olds, news) {
    const { name, owner_ref, settings } = this.bodyOf(news);
    const { participants, moderators } = settings;
    await this.send("PATCH", `/rooms/${id}`, { name, owner_ref, settings: { participants, moderators } });
    const { room } = await this.send("GET", `/rooms/${id}`);
    return { outs: this.stateOf(news, room) };
  },

  async delete(id) {
    await this.send("DELETE", `/rooms/${id}`);
  },

  bodyOf(inputs) {
    return {
      name: inputs.name,
      owner_ref: inputs.ownerRef,
      settings: {
        mode: inputs.mode,
        scheduled: inputs.kind === "scheduled",
        adhoc: inputs.kind === "adhoc",
        moderators: String(inputs.moderators),
        participants: String(inputs.participants),
      },
    };
  },

  stateOf(inputs, room) {
    const { __provider, ...given } = inputs;
    const origin = this.config.get("enablex:meetingUrl");
    const hash = Buffer.from(`${room.room_id}-${this.config.get("enablex:appId")}`).toString("base64");
    return {
      ...given,
      roomId: room.room_id,
      participantUrl: `${origin}/${room.room_id}`,
      moderatorUrl: `${origin}/host/${hash}`,
      created: room.created,
    };
  },

  async send(method, path, body) {
    const { default: fetch } = await import("node-fetch");
    const http = require("node:http");
    this.agent ??= new http.Agent({ keepAlive: true });
    const credentials = `${this.config.get("enablex:appId")}:${this.config.get("enablex:appKey")}`;
    const answer = await fetch(this.config.get("enablex:apiUrl") + path, {
      method,
      agent: this.agent,
      headers: {
        "Content-Type": "application/json",
        Authorization: `Basic ${Buffer.from(credentials).toString("base64")}`,
      },
      body: body && JSON.stringify(body),
    });
    const json = await answer.json();
    if (Number(json.result) !== 0) throw new Error(`${method} ${path}: ${json.error}`);
    return json;
  },
};

class Room extends pulumi.dynamic.Resource {
  constructor(name, args, opts) {
    const declaredAs = `${pulumi.getProject()}/${pulumi.getStack()}/${name}`;
    const results = {
      roomId: undefined,
      participantUrl: undefined,
      moderatorUrl: undefined,
      created: undefined,
    };
    super(
      roomProvider,
      name,
      { name, ownerRef: declaredAs, declaredAs, ...results, ...args },
      { additionalSecretOutputs: ["moderatorUrl"], ...opts },
      "bench",
      "Room",
    );
  }
}

module.exports = { Room };
