import type { HistoryLine, HistoryNight, HistoryReport, HistorySpan } from '../../src/model/history.js';

/** Three o'clock in the night of that day of November. */
const night = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T03:00:00.000Z`;

/** Nights 1 to 24, of which some could not look at everything. */
function nights(asked: number, checked: Readonly<Record<number, number>> = {}): readonly HistoryNight[] {
  return Array.from({ length: 24 }, (_, index) => ({
    at: night(index + 1),
    asked,
    checked: checked[index + 1] ?? asked,
    breaking: 0,
    warning: 0,
    waived: 0,
  }));
}

function span(path: string, rule: string, from: number, more: Partial<HistorySpan> = {}): HistorySpan {
  return { path, rule, verdict: 'breaking', from: night(from), seams: ['webshop-orders'], ...more };
}

const line = (name: string, more: Partial<HistoryLine> = {}): HistoryLine => ({
  name,
  breaking: 0,
  warning: 0,
  resolved: 0,
  spans: [],
  nights: nights(38),
  ...more,
});

const days = (count: number): number => count * 24 * 60 * 60 * 1000;

const state = span('erp-prod/kumquat.order/state', 'enum-value-added', 21, { version: 'Odoo 17.0' });
const name = span('erp-prod/kumquat.order.line/name', 'max-length-lowered', 21, { version: 'Odoo 17.0' });
const grade = span('erp-prod/kumquat.order/grade', 'field-retyped', 6, { to: night(9), end: 'resolved' });
const code = span('erp-prod/kumquat.order/code', 'maybe-mandatory-field-added', 3, {
  verdict: 'warning',
  to: night(14),
  end: 'changed',
});

/** A fleet after 24 nights: one source drifts, one is dark, one is let pass, the others are clean. */
export const fleet: HistoryReport = {
  format: 1,
  seamVersion: '1.2.3',
  command: 'history',
  place: '.seam',
  at: '2026-11-24T08:30:00.000Z',
  runs: 24,
  first: night(1),
  last: night(24),
  sources: [
    line('erp-prod', {
      version: 'Odoo 17.0',
      breaking: 2,
      resolved: 2,
      meanTime: days(7),
      spans: [state, name, grade, code],
      nights: nights(38, { 8: 30, 9: 0, 22: 37, 23: 37, 24: 37 }),
    }),
    line('erpnext-uat', {
      version: 'ERPNext 15.41',
      dark: { since: night(23), code: 'source-timeout' },
      nights: nights(12, { 23: 0, 24: 0 }),
    }),
    line('sap-finance', {
      version: 'SAP S/4HANA 2023',
      spans: [
        span('sap-finance/API_SALES_ORDER_SRV.A_SalesOrder/SoldToParty', 'max-length-raised', 12, {
          verdict: 'warning',
          waived: '2026-12-24',
          seams: ['crm-sync'],
        }),
      ],
    }),
    line('warehouse-db', { version: 'PostgreSQL 15.20', nights: nights(120) }),
    line('dynamics-emea', { version: 'Dataverse 9.2' }),
  ],
  seams: [
    line('webshop-orders', {
      owner: 'team-commerce',
      breaking: 2,
      resolved: 2,
      meanTime: days(7),
      spans: [state, name, grade, code],
      nights: nights(3, { 8: 2, 9: 0 }),
    }),
    line('crm-sync', { owner: 'team-sales', nights: nights(2) }),
  ],
  exit: { code: 0, all: [] },
};
