// Started by test/erp/cap.ts: the usual CAP server, on loopback alone and on any free port.
const cds = require('@sap/cds');

module.exports = (options) => cds.server({ ...options, port: { host: '127.0.0.1', port: 0 } });
