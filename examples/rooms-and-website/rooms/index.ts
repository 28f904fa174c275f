import { Room } from "pulumi-enablex";

const reception = new Room("reception", { name: "Reception", participants: 20, knock: true });
const boardroom = new Room("boardroom", { name: "Board room", participants: 12, moderators: 2 });

// Both links of each room, for other stacks to read with roomLinks. The moderator links are secrets.
export const rooms = { reception: reception.links, boardroom: boardroom.links };
