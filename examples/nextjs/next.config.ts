import type { NextConfig } from 'next';

// Nothing of it is for the database: neither headers for cross-origin isolation nor settings of the bundler are needed.
const nextConfig: NextConfig = {};

export default nextConfig;
