# shellcheck shell=bash
# Where there is no psql, as in CodeBuild's image of Amazon Linux 2023, it is installed. To be sourced.
command -v psql >/dev/null || dnf install -y --quiet postgresql15
