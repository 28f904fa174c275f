import { Room } from "pulumi-enablex";

const reception = new Room("reception", { name: "Reception", participants: 20, knock: true });
const boardroom = new Room("boardroom", { name: "Board room", participants: 12, moderators: 2 });

// What other stacks read with roomLinks: both links of each room. The moderator links in it are secrets.
export const rooms = { reception: reception.links, boardroom: boardroom.links };
