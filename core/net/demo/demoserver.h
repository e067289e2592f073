#pragma once

#include "core/base/result.h"

#include <QString>

#include <memory>

namespace framescope::net
{

/// The built-in demo server: a Listener playing the demo script on 127.0.0.1, on a thread of its own, its own
/// record in a temporary file that goes with it. Thread: any; start() and stop() from the owner's.
class DemoServer
{
public:
    DemoServer();
    ~DemoServer();
    /// Starts it when it does not run; gives its URL. Errors: no port could be bound.
    Result<QString> start(std::uint16_t port = 0);
    bool running() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace framescope::net
