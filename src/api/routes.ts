import { administrationRoutes } from '#api/administration/index.ts';
import { agentRoutes } from '#api/agents/index.ts';
import { authRoutes } from '#api/auth/index.ts';
import { callRequestRoutes } from '#api/call-requests/index.ts';
import { callRoutes } from '#api/calls/index.ts';
import { companyRoutes } from '#api/companies/index.ts';
import { dashboardRoutes } from '#api/dashboard/index.ts';
import { contactRoutes } from '#api/contacts/index.ts';
import { customFieldRoutes } from '#api/custom-fields/index.ts';
import { dealRoutes } from '#api/deals/index.ts';
import { doNotCallRoutes } from '#api/do-not-call/index.ts';
import { draftRoutes } from '#api/drafts/index.ts';
import { emailRoutes } from '#api/emails/index.ts';
import { duplicateRoutes } from '#api/duplicates/index.ts';
import { mergeRoutes } from '#api/merges/index.ts';
import { downloadFileRoute } from '#api/files/download-file.ts';
import { uploadFileRoute } from '#api/files/upload-file.ts';
import { healthRoutes } from '#api/health/index.ts';
import { erasureRoutes } from '#api/erasures/index.ts';
import { exportRoutes } from '#api/exports/index.ts';
import { importRoutes } from '#api/imports/index.ts';
import { incomingTokenRoutes } from '#api/incoming-tokens/index.ts';
import { leadRoutes } from '#api/leads/index.ts';
import { messagingRoutes } from '#api/messaging/index.ts';
import { notImplementedRoutes } from '#api/not-implemented.ts';
import { noticeRoutes } from '#api/notices/index.ts';
import { noteRoutes } from '#api/notes/index.ts';
import { organizationRoutes } from '#api/organization/index.ts';
import { pipelineRoutes } from '#api/pipelines/index.ts';
import { reportRoutes } from '#api/reports/index.ts';
import { reportChannelRoutes } from '#api/report-channels/index.ts';
import type { AnyRoute } from '#api/route.ts';
import { searchRoutes } from '#api/search/search.ts';
import { settingRoutes } from '#api/settings/index.ts';
import { taskRoutes } from '#api/tasks/index.ts';
import { templateRoutes } from '#api/templates/index.ts';
import { userRoutes } from '#api/users/index.ts';
import { featureFlagRoutes } from '#api/feature-flags/index.ts';
import { webhookSubscriptionRoutes } from '#api/webhook-subscriptions/index.ts';
import { webhookRoutes } from '#api/webhooks/index.ts';

/** Every route of the API. The authorization tests and the OpenAPI document are made from this table. */
export const apiRoutes: readonly AnyRoute[] = [
  ...healthRoutes,
  ...authRoutes,
  ...userRoutes,
  ...taskRoutes,
  ...noticeRoutes,
  ...noteRoutes,
  ...leadRoutes,
  ...contactRoutes,
  ...companyRoutes,
  ...dealRoutes,
  ...customFieldRoutes,
  ...doNotCallRoutes,
  ...duplicateRoutes,
  ...mergeRoutes,
  ...pipelineRoutes,
  ...searchRoutes,
  ...callRequestRoutes,
  ...callRoutes,
  ...dashboardRoutes,
  ...reportRoutes,
  ...messagingRoutes,
  ...draftRoutes,
  ...emailRoutes,
  ...templateRoutes,
  ...agentRoutes,
  ...organizationRoutes,
  ...settingRoutes,
  ...reportChannelRoutes,
  ...incomingTokenRoutes,
  ...administrationRoutes,
  ...webhookRoutes,
  ...webhookSubscriptionRoutes,
  ...featureFlagRoutes,
  downloadFileRoute,
  ...importRoutes,
  ...exportRoutes,
  ...erasureRoutes,
  uploadFileRoute,
  ...notImplementedRoutes,
];
