#!/bin/sh
# Spark runs on Java 17 or newer: found, or installed where we may.
set -eu
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
found() {
    version=$("$java" -version 2>&1 | sed -n 's/.*version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p')
    [ "${version:-0}" -ge 17 ]
}
found && exit 0
sh "$(dirname "$0")/apt_install.sh" openjdk-17-jre-headless && found && exit 0
echo "Spark needs Java 17 or newer. As root: apt install openjdk-17-jre-headless." >&2
exit 1
