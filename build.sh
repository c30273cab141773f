#!/usr/bin/env bash
# Runs a target of build.cake: ./build.sh --target=Demo
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet tool restore > /dev/null
exec dotnet cake build.cake --verbosity=quiet "$@"
