// The page's connection to its widgets on the server, and its state.

export const channel = {
  connection: null, // set by the page (step_page.js)
  ready: false,     // the whole page has arrived, and answers can be sent
  closeCode: 0,     // of the websocket that was lost last
  idle: false,      // the server closed the connection since nothing was done here for long
};

let messages = 0;

// Sends a message of ipywidgets' protocol to a widget. Returns whether it could be sent.
export function sendToWidget(id, data) {
  const message = { header: { msg_id: `${++messages}`, msg_type: "comm_msg" }, content: { comm_id: id, data } };
  return channel.ready && channel.connection.send(message);
}
