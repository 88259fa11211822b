// Preloaded into every Node program of a test: refuses connections to other machines, and writes down each that was tried.
const { appendFileSync } = require("node:fs");
const dns = require("node:dns");
const net = require("node:net");

const isLocal = (host) => ["127.0.0.1", "localhost", "::1"].includes(host);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  const { host = "localhost", path } = typeof options === "object" ? options : { host: args[1] };
  if (path || isLocal(host)) return connect.apply(this, args);
  process.nextTick(() => this.destroy(refusal(host)));
  return this;
};
for (const resolver of [dns, dns.promises]) {
  const { lookup } = resolver;
  resolver.lookup = (host, ...rest) => {
    if (isLocal(host)) return lookup.call(resolver, host, ...rest);
    const error = refusal(host);
    if (resolver === dns.promises) return Promise.reject(error);
    process.nextTick(rest.at(-1), error);
  };
}

function refusal(host) {
  appendFileSync(process.env.CELLGEN_TEST_CONNECTIONS, `${host}\n`);
  return Object.assign(new Error(`connection to ${host} refused by the test`), { code: "ECONNREFUSED" });
}
