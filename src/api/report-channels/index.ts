import { disableReportChannelRoute } from '#api/report-channels/disable-report-channel.ts';
import { listReportChannelsRoute } from '#api/report-channels/list-report-channels.ts';
import { setReportChannelRoute } from '#api/report-channels/set-report-channel.ts';

export const reportChannelRoutes = [listReportChannelsRoute, setReportChannelRoute, disableReportChannelRoute] as const;
