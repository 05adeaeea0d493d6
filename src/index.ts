// The library: all that the command line can do, without the command line.

export {
  type Connector,
  type ConnectorPlugin,
  type Context,
  defineConnector,
} from './connectors/connector.js';
export { connectorNames } from './connectors/registry.js';
export { type ViewOptions, view } from './contract/views.js';
export { compare } from './drift/compare.js';
export { type Inclusion, includes, type JsonSchema } from './drift/inclusion/includes.js';
export { rules } from './drift/rules/index.js';
export type { Circumstances } from './drift/walk.js';
export { type ErrorCode, errorCodes } from './errors/codes.js';
export { type ExitReason, exitCodes } from './errors/exit-codes.js';
export { SeamError } from './errors/seam-error.js';
export type { Capabilities } from './model/capabilities.js';
export type { Change, Direction, Effect, Verdict } from './model/drift.js';
export type { Json, JsonObject } from './model/json.js';
export type {
  Coverage,
  DoctorReport,
  Examination,
  Finding,
  InitReport,
  PullReport,
  Report,
  SnapshotReport,
  WaiverNote,
} from './model/report.js';
export type { ScanReport } from './model/scan.js';
export {
  dialect,
  type EntitySchema,
  type Field,
  type FieldSchema,
  type ObservedFacet,
  objectOf,
} from './model/schema.js';
export type { EntityRef, EntityResult, SystemInfo } from './model/source.js';
export type { Waiver } from './model/waiver.js';
export { plain, type RenderOptions, type ReportFormat } from './report/format.js';
export { formatNames, loadFormat } from './report/formats.js';
export { type Accepted, type AcceptOptions, acceptFindings } from './run/accept.js';
export { type CheckOptions, checkContracts } from './run/check.js';
export type { RunContext, Selection } from './run/context.js';
export { type DoctorOptions, examineAll } from './run/doctor/doctor.js';
export { type HistoryOptions, readHistory } from './run/history.js';
export type { CiSystem } from './run/init/ci.js';
export { type InitOptions, initialise } from './run/init/init.js';
export { type MergeOptions, mergeShards, type ShardOptions, scanShard } from './run/merge.js';
export { type PullOptions, pullToFile } from './run/pull.js';
export { type Scanned, type ScanOptions, scan } from './run/scan.js';
export { type SnapshotOptions, takeSnapshot } from './run/snapshot.js';
export { seamVersion } from './run/version.js';
export { addWaiver, listWaivers, type WaiveOptions } from './run/waive.js';
export { law } from './verdict/law.js';
