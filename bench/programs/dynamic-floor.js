// A dynamic provider that does nothing, loaded by a text as short as that of pulumi-enablex: its cost is that
// of the engine and its dynamic provider host.
const { randomBytes } = require("node:crypto");

const newId = () => randomBytes(12).toString("hex");

/** Stores what pulumi-enablex stores of a room, and sends nothing. */
module.exports = {
  async check(_olds, news) {
    const name = String(news.declaredAs).split("/").at(-1);
    const filled = {
      kind: "permanent",
      mode: "group",
      moderators: 1,
      name,
      ownerRef: news.declaredAs,
      whenEnded: "recreate",
    };
    return { inputs: news.declaredAs === undefined ? news : { ...filled, ...news } };
  },
  async diff() {
    return { changes: false };
  },
  async create(inputs) {
    const { __provider, ...given } = inputs;
    const roomId = newId();
    if (given.declaredAs === undefined) return { id: roomId, outs: {} };
    const origin = "http://127.0.0.1:45678";
    const hash = Buffer.from(`${roomId}-${newId()}`).toString("base64");
    const links = { participantUrl: `${origin}/${roomId}`, moderatorUrl: `${origin}/host/${hash}` };
    return { id: roomId, outs: { ...given, roomId, ...links, created: new Date().toISOString() } };
  },
  async read(id, props) {
    const { __provider, ...state } = props;
    return { id, props: state };
  },
  async update(_id, _olds, news) {
    return { outs: news };
  },
  async delete() {},
};
