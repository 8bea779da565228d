import { createApp } from '../lib/app';
import { sandboxConfig } from '../sandbox.config';

createApp(sandboxConfig).synth();
