import { fhirJson } from '../../../events/fhir/fhir-json.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { answer, type Route, routesOf } from '../../../shared/kernel/route.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { PrescriptionPolicy } from '../domain/policy.ts';
import { CapabilityStatement, capabilityStatementOf } from '../fhir/capability-statement.ts';

const route = routesOf(prescriptionProblems);

/** It describes the routes that it stands beside. */
export const readMetadata = (routes: readonly Route[]): Route =>
  route({
    method: 'GET',
    path: '/v1/metadata',
    operationId: 'readMetadata',
    summary: 'See what is read and answered as FHIR R4',
    access: 'anyone',
    success: { status: 200, body: CapabilityStatement, description: 'A CapabilityStatement, with the code systems that the region takes.' },
    representations: [{ type: fhirJson, reply: CapabilityStatement, holds: ['CapabilityStatement'] }],
    problems: [],
    example: {},
    handle: async ({ now }, { region, policies }) => {
      const { rules, from } = PrescriptionPolicy.at(policies, now);
      return ok(answer(200, capabilityStatementOf(routes, { region, date: from, fhir: rules.fhir })));
    },
  });
