#pragma once

#include "core/compare/comparison.h"
#include "ui/payload/payloadtab.h"

#include <stop_token>

class QLabel;
class QListView;
class QToolButton;

namespace framescope::ui
{

class DiffModel;
class LatestJob;

/// What two selected rows have in common and what not: as text, as JSON or as octets.
class DiffTab : public PayloadTab
{
    Q_OBJECT
public:
    /// How they are compared. Automatic: as JSON when both are, as octets when one is no text, else as text.
    enum class Way { Automatic, Text, Json, Octets };
    /// Of each side as much is compared as text or JSON; octets are compared to their end.
    static constexpr std::uint64_t maxText = 4 * 1024 * 1024;

    explicit DiffTab(QWidget *parent = nullptr);
    ~DiffTab() override;

    void showPayload(const RowPayload &payload) override;
    void clear() override;
    void release() override;
    bool showsSelection() const override { return true; }

    void setWay(Way way);
    bool isReading() const;
    /// The rows as text: "- " and "+ " before what only one side has.
    QString text() const;

private:
    /// One of the two.
    struct Side {
        RowIndex row;
        std::uint64_t size = 0;
        RowPayload::Fetch fetch;
        bool allFound = true; ///< of a message, all of its frames
    };
    /// What came of it.
    struct Outcome {
        compare::Comparison comparison;
        Way way = Way::Text; ///< the one that was taken
        bool cut = false;    ///< only the beginnings were compared
        bool sameOctets = false;
        QString note; ///< why it was compared in another way than was asked for
    };
    static Outcome compareSides(const Side &left, const Side &right, Way way, const std::stop_token &stop);
    void start();
    void showOutcome(const Outcome &outcome);
    void say(const QString &text, const char *part);
    void contextMenu(const QPoint &at);

    LatestJob *m_job;
    Way m_way = Way::Automatic;
    std::vector<Side> m_sides; ///< two, or none
    DiffModel *m_model;
    QLabel *m_summary;
    QLabel *m_heads; ///< what the numbers before each line are
    QListView *m_list;
    QToolButton *m_wayButton;
};

} // namespace framescope::ui
