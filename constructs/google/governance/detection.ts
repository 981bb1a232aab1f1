import { Construct } from 'constructs';
import type { DetectionSettings, GoogleSite } from '../../../environments/model';
import { GoogleConfigurationRecord } from './configuration-record';
import { GoogleDetectionAlerts } from './detection-alerts';

export interface GoogleDetectionProps {
  readonly site: GoogleSite;
  readonly settings: DetectionSettings;
}

/**
 * What watches the project of a site: its alerts, and the record of how it is configured. The trail itself is Google's own; `GoogleLogArchive` keeps it, and
 * locks it where that is wanted.
 */
export class GoogleDetection extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: GoogleDetectionProps) {
    super(scope, id);
    new GoogleDetectionAlerts(this, 'alerts', { site, settings });
    if (settings.configurationRecording) new GoogleConfigurationRecord(this, 'configuration', { site });
  }
}
