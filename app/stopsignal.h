#pragma once

#include <QObject>

#include <memory>

namespace framescope::app
{

/// Turns the first SIGINT or SIGTERM (on Windows: Ctrl+C, or the console closing) into a Qt signal; the second ends
/// the program at once.
/// Thread: the main thread; one object at a time.
class StopSignal : public QObject
{
    Q_OBJECT
public:
    explicit StopSignal(QObject *parent = nullptr);
    ~StopSignal() override;

Q_SIGNALS:
    void requested();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace framescope::app
