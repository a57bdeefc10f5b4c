// A websocket that reconnects by itself.

const FIRST_RETRY = 300;      // milliseconds until the first attempt to reconnect; each further attempt waits twice as long
const SLOWEST_RETRY = 5_000;  // milliseconds between attempts, at most

// path: where the websocket is. onOpen (optional): it is open. onMessage: gets each message. onLost: gets the code the websocket was
// closed with, if there is one, and returns whether to reconnect.
export function createConnection(path, { onOpen, onMessage, onLost }) {
  let socket, retryTimer, silenceTimer;
  const close = () => {
    clearTimeout(retryTimer);
    silenceTimer = clearTimeout(silenceTimer);
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null; // a late event must not be taken for one of the next socket
    socket?.close();
  };
  const connection = {
    attempts: 0, // to reconnect, since the connection last worked. Who knows that it works again sets it to 0.
    open() {
      close();
      socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}${path}`);
      socket.onopen = onOpen;
      socket.onmessage = ({ data }) => {
        silenceTimer = clearTimeout(silenceTimer);
        onMessage(JSON.parse(data));
      };
      socket.onclose = ({ code }) => connection.lose(code);
    },
    lose(code) {
      close();
      if (!onLost(code)) return;
      const delay = Math.min(SLOWEST_RETRY, FIRST_RETRY * 2 ** connection.attempts++);
      retryTimer = setTimeout(connection.open, delay * (0.5 + Math.random())); // so that not everyone reconnects at the same moment
    },
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    // Without a message within so many milliseconds, the connection counts as lost: a cable pulled out closes no websocket.
    expectMessage(timeout) { silenceTimer ??= setTimeout(connection.lose, timeout); },
  };
  return connection;
}
